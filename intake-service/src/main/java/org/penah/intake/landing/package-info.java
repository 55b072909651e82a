/** Where a source arrives: which language to speak, and what to know before writing. */
@NullMarked
package org.penah.intake.landing;

import org.jspecify.annotations.NullMarked;
