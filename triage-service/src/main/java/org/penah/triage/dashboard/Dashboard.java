package org.penah.triage.dashboard;

import java.time.LocalDate;
import java.util.List;
import org.penah.triage.alert.AlertState;
import org.penah.triage.threat.Lane;
import org.penah.triage.tip.OverdueTips;

/**
 * How a member's queues are doing.
 *
 * @param from the first day of arrivals and looks
 * @param to the last of them, which is today
 * @param alerts of all tips that are here, whenever they came; states that none has are absent
 */
record Dashboard(
        LocalDate from,
        LocalDate to,
        List<Arrivals> arrivals,
        Looks looks,
        OverdueTips.Counts overdue,
        List<AlertCount> alerts) {

    /**
     * Tips that came on a day; those that none came with are absent.
     *
     * @param lane in which they stand now
     * @param marked whether the form was being flooded meanwhile
     */
    record Arrivals(LocalDate day, Lane lane, boolean marked, long count) {}

    /** How soon somebody looked at what came: danger against its due time, everything else in days. */
    record Looks(Danger danger, Others others) {}

    record Danger(long inTime, long late, long waiting) {}

    /** @param within7 from the second day to the seventh after it came */
    record Others(long sameDay, long nextDay, long within7, long later, long waiting) {}

    record AlertCount(AlertState state, long count) {}
}
