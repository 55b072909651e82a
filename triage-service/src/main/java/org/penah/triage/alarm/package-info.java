/** Alarms of the desk: overdue tips, and signed keys that are about to expire. */
@NullMarked
package org.penah.triage.alarm;

import org.jspecify.annotations.NullMarked;
