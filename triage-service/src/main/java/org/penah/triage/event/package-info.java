/**
 * The service's ends of the queues: it takes from {@code penah.tips} and {@code penah.desk}, sends to
 * {@code penah.alerts} and {@code penah.mailbox}.
 */
@NullMarked
package org.penah.triage.event;

import org.jspecify.annotations.NullMarked;
