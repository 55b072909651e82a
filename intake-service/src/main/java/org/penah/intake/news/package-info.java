/** Events of other services about a tip: opened, answered, replied to. Each is noted by day. */
@NullMarked
package org.penah.intake.news;

import org.jspecify.annotations.NullMarked;
