package org.penah.triage.vitalinterest;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A member's proposal of an alert without the source's consent, without the reason.
 *
 * @param approver the second member; absent until there is one
 */
record Proposal(
        String proposer,
        LocalDate proposedOn,
        @Nullable String approver,
        @Nullable LocalDate approvedOn) {

    static Proposal of(Object[] row) {
        return new Proposal((String) row[0], (LocalDate) row[1], (String) row[2], (LocalDate) row[3]);
    }
}
