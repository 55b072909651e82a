package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;

/** The facts of a decision about a partner, and the member who made it. */
@ApplicationScoped
class DecisionFacts implements FactRows {

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
    public Set<Deed> deeds() {
        return Set.of(Deed.PARTNER_ADMITTED, Deed.PARTNER_CHANGED, Deed.PARTNER_ENDED);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of();
    }

    @Override
    public String whiches() {
        return "select cast(id as text) from partner_decision";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery("""
                        select salt, id, name, version, facts, decided_by, approved_by, decided_on from partner_decision
                        where cast(id as text) in (?1)""", Object[].class)
                .setParameter(1, whiches)
                .getResultList()
                .map(rows -> rows.stream().map(DecisionFacts::fact).toList());
    }

    private static Fact fact(Object[] row) {
        return new Fact(
                row[1].toString(),
                of(
                        (UUID) row[0],
                        (UUID) row[1],
                        (String) row[2],
                        (int) row[3],
                        (String) row[4],
                        (String) row[5],
                        (String) row[6],
                        (LocalDate) row[7]));
    }
}
