/** The one clock, so that a test can hold it. */
@NullMarked
package org.penah.intake.time;

import org.jspecify.annotations.NullMarked;
