package org.penah.triage.vitalinterest;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.penah.triage.threat.Threat;

/**
 * A member's proposal of an alert without the source's consent, without the reason.
 *
 * @param found the danger that they found, if the source reported none
 * @param approver the second member; absent until there is one
 */
record Proposal(
        String proposer,
        LocalDate proposedOn,
        @Nullable Threat found,
        @Nullable String approver,
        @Nullable LocalDate approvedOn) {

    static Proposal of(Object[] row) {
        return new Proposal((String) row[0], (LocalDate) row[1], found(row), (String) row[5], (LocalDate) row[6]);
    }

    private static @Nullable Threat found(Object[] row) {
        return row[2] == null
                ? null
                : new Threat(
                        Threat.Who.valueOf((String) row[2]), Threat.When.valueOf((String) row[3]), (String) row[4]);
    }
}
