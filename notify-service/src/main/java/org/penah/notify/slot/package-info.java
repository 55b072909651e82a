/** Beats: to each partner the same request in the same rhythm, whether there is an alert or not. */
@NullMarked
package org.penah.notify.slot;

import org.jspecify.annotations.NullMarked;
