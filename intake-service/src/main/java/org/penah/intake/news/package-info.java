/** What the other services tell of a tip that was sent: opened, answered, replied to. Each is noted by day. */
@NullMarked
package org.penah.intake.news;

import org.jspecify.annotations.NullMarked;
