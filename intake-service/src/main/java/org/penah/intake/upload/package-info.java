/** Takes a tip as it streams in: reads the form, seals the files as they arrive, and holds no more than a few KiB unsealed. */
@NullMarked
package org.penah.intake.upload;

import org.jspecify.annotations.NullMarked;
