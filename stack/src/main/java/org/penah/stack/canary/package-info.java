/** Looks for a sentence in every place and every form in which it must not be. */
@NullMarked
package org.penah.stack.canary;

import org.jspecify.annotations.NullMarked;
