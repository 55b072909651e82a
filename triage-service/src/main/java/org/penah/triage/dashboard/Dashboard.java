package org.penah.triage.dashboard;

import java.time.LocalDate;
import java.util.List;
import org.penah.triage.tip.OverdueTips;
import org.penah.triage.tip.TipCounts;

/**
 * Says how a member's queues are doing.
 *
 * @param from the first day of arrivals and looks
 * @param to the last of them, which is today
 * @param owing in which of the queues something is owed to sources by a day
 * @param alerts of all tips that are here, whenever they came; states that none has are absent
 */
record Dashboard(
        LocalDate from,
        LocalDate to,
        List<TipCounts.Arrivals> arrivals,
        TipCounts.Looks looks,
        OverdueTips.Counts overdue,
        List<String> owing,
        List<TipCounts.AlertCount> alerts) {}
