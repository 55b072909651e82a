/** Events of other services about a tip: opened, answered, replied to. Each is noted by day. */
@NullMarked
package org.penah.intake.event;

import org.jspecify.annotations.NullMarked;
