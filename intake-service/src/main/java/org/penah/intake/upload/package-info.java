/** Takes the form's request as it streams in: bounds it, reads it, has it sealed and kept, and answers the source. */
@NullMarked
package org.penah.intake.upload;

import org.jspecify.annotations.NullMarked;
