package org.penah.triage.tipalert;

import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.Alerts;
import org.penah.triage.pending.PendingDeed;

/**
 * An alert that goes on although no tip of it is at the desk that anybody can open.
 *
 * @param ending that somebody has asked to end it; absent if nobody has
 */
public record OrphanedAlert(Alerts.Outline alert, @Nullable PendingDeed ending) {}
