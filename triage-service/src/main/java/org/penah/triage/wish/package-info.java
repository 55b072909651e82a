/** What one member wants and two must agree to, or one and an hour in which everybody sees it and it can be undone. */
@NullMarked
package org.penah.triage.wish;

import org.jspecify.annotations.NullMarked;
