/** Starts programs in the order in which they need each other, watches them, and leaves none behind. */
@NullMarked
package org.penah.stack.process;

import org.jspecify.annotations.NullMarked;
