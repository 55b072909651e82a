/** Takes tips that the page's script has sealed, chunk by chunk, so that a broken circuit costs one chunk and not all. */
@NullMarked
package org.penah.intake.chunk;

import org.jspecify.annotations.NullMarked;
