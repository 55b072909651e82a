/** Takes a tip as it streams in: reads the form, seals the files on their way, holds nothing in clear for longer than a piece. */
@NullMarked
package org.penah.intake.upload;

import org.jspecify.annotations.NullMarked;
