/**
 * The tip container: a ZIP of fixed shape, written while it streams and padded so that its size tells little. Nothing here
 * reads one.
 */
@NullMarked
package org.penah.sealing.tip;

import org.jspecify.annotations.NullMarked;
