/** Alerts as the desk sees them: what it decided, and what notify-service says became of them. */
@NullMarked
package org.penah.triage.alert;

import org.jspecify.annotations.NullMarked;
