package org.penah.triage.vitalinterest;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactQuery;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;
import org.penah.triage.threat.Threat;

/** The member who proposed an alert, the reason, and the member who agreed. */
@Singleton
class ProposalFacts extends FactQuery {

    ProposalFacts() {
        super(
                Set.of(Deed.ALERT_PROPOSED, Deed.ALERT_RAISED),
                Set.of(Deed.ALERT_NOT_RAISED, Deed.TIP_EXPIRED, Deed.TIP_ERASED),
                "select cast(tip_id as text) from vital_interest",
                """
                        select tip_id, proposer, proposed_on, encode(pg_catalog.sha256(reason), 'hex'), approver, approved_on,
                            found_who || ' ' || found_when || ' ' || coalesce(found_region, '')
                        from vital_interest where tip_id in (?1)""",
                FactRows::ids);
    }

    static Facts proposed(
            UUID tipId, String proposer, LocalDate day, @Nullable String reasonDigest, @Nullable String found) {
        return withFound(
                Facts.of("alert proposed")
                        .and("tip", tipId)
                        .and("proposer", proposer)
                        .and("day", day)
                        .and("reason", reasonDigest),
                found);
    }

    static Facts agreed(
            UUID tipId, String approver, LocalDate day, @Nullable String reasonDigest, @Nullable String found) {
        return withFound(
                Facts.of("alert raised")
                        .and("tip", tipId)
                        .and("approver", approver)
                        .and("day", day)
                        .and("reason", reasonDigest),
                found);
    }

    /** As the database writes it. */
    static @Nullable String words(@Nullable Threat found) {
        return found == null
                ? null
                : found.who() + " " + found.when() + " " + (found.region() == null ? "" : found.region());
    }

    // Entries of versions before there was such danger have no such field.
    private static Facts withFound(Facts facts, @Nullable String found) {
        return found == null ? facts : facts.and("found", found);
    }

    @Override
    protected List<Fact> facts(Object[] row) {
        UUID tipId = (UUID) row[0];
        String reason = (String) row[3];
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact(
                tipId.toString(), proposed(tipId, (String) row[1], (LocalDate) row[2], reason, (String) row[6])));
        if (row[4] != null) {
            facts.add(new Fact(
                    tipId.toString(), agreed(tipId, (String) row[4], (LocalDate) row[5], reason, (String) row[6])));
        }
        return facts;
    }
}
