/** The protection organisation of the demo: the same program that a real one runs, with its own keys. */
@NullMarked
package org.penah.stack.partner;

import org.jspecify.annotations.NullMarked;
