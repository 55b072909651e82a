/** A synthetic source that sends a tip as sources do, and looks whether the whole way to a partner and back is open. */
@NullMarked
package org.penah.canary;

import org.jspecify.annotations.NullMarked;
