/**
 * The tip container: a ZIP of fixed shape, written while it streams, padded so that its size tells little, and read
 * with doubt.
 */
@NullMarked
package org.penah.sealing.tip;

import org.jspecify.annotations.NullMarked;
