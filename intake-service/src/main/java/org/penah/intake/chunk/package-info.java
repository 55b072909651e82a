/** Takes tips that the page's script has sealed, piece by piece, so that a broken circuit costs one piece and not all. */
@NullMarked
package org.penah.intake.chunk;

import org.jspecify.annotations.NullMarked;
