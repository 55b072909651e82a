/** Disks that are really full. */
@NullMarked
package org.penah.testbed.disk;

import org.jspecify.annotations.NullMarked;
