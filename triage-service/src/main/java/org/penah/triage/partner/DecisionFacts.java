package org.penah.triage.partner;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactQuery;
import org.penah.triage.journal.Facts;

/** The facts of a decision about a partner, and the member who made it. */
@Singleton
class DecisionFacts extends FactQuery {

    DecisionFacts() {
        super(
                Set.of(Deed.PARTNER_ADMITTED, Deed.PARTNER_CHANGED, Deed.PARTNER_ENDED),
                Set.of(),
                "select cast(id as text) from partner_decision",
                """
                        select salt, id, name, version, facts, decided_by, approved_by, decided_on from partner_decision
                        where cast(id as text) in (?1)""",
                texts -> texts);
    }

    static Facts of(
            @Nullable UUID salt,
            UUID id,
            String name,
            int version,
            String facts,
            String decidedBy,
            @Nullable String approvedBy,
            LocalDate day) {
        return Facts.of("partner decision")
                .and("salt", salt)
                .and("id", id)
                .and("partner", name)
                .and("version", version)
                .and("facts", facts)
                .and("decided by", decidedBy)
                .and("approved by", approvedBy)
                .and("day", day);
    }

    @Override
    protected List<Fact> facts(Object[] row) {
        return List.of(new Fact(
                row[1].toString(),
                of(
                        (UUID) row[0],
                        (UUID) row[1],
                        (String) row[2],
                        (int) row[3],
                        (String) row[4],
                        (String) row[5],
                        (String) row[6],
                        (LocalDate) row[7])));
    }
}
