/** Sends a synthetic alert through our own channel every few minutes, to see that it is open. */
@NullMarked
package org.penah.notify.canary;

import org.jspecify.annotations.NullMarked;
