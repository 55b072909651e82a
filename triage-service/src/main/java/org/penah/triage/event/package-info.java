/**
 * The service's ends of the queues: it takes from {@code penah.intake.triage} and {@code penah.notify.triage}, sends to
 * {@code penah.triage.notify} and {@code penah.triage.intake}.
 */
@NullMarked
package org.penah.triage.event;

import org.jspecify.annotations.NullMarked;
