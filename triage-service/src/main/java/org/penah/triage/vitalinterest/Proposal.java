package org.penah.triage.vitalinterest;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Facts;
import org.penah.triage.threat.Threat;

/**
 * A member's proposal of an alert that lacks the source's consent, without the reason.
 *
 * @param found the danger that they found, if the source reported none
 * @param approver the second member; absent until there is one
 * @param digest of the reason and of what was found: another proposal about the same tip has another one
 */
record Proposal(
        String proposer,
        LocalDate proposedOn,
        @Nullable Threat found,
        @Nullable String approver,
        @Nullable LocalDate approvedOn,
        String digest) {

    static Proposal of(Object[] row) {
        Threat found = found(row);
        return new Proposal(
                (String) row[0],
                (LocalDate) row[1],
                found,
                (String) row[5],
                (LocalDate) row[6],
                digest((byte[]) row[7], found));
    }

    private static String digest(byte[] reason, @Nullable Threat found) {
        String both = Facts.digest(reason) + " " + ProposalFacts.words(found);
        return Objects.requireNonNull(Facts.digest(both.getBytes(StandardCharsets.US_ASCII)));
    }

    private static @Nullable Threat found(Object[] row) {
        return row[2] == null
                ? null
                : new Threat(
                        Threat.Who.valueOf((String) row[2]), Threat.When.valueOf((String) row[3]), (String) row[4]);
    }
}
