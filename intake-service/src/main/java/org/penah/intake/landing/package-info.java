/** Where a source arrives: which language to speak, what to know before writing, and who runs this site. */
@NullMarked
package org.penah.intake.landing;

import org.jspecify.annotations.NullMarked;
