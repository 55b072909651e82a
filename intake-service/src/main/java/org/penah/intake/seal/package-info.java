/** Seals a tip's files as they arrive, or takes a tip that was sealed before; holds no more than a few KiB unsealed. */
@NullMarked
package org.penah.intake.seal;

import org.jspecify.annotations.NullMarked;
