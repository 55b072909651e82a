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

/** With which partner a drill was ordered. */
@ApplicationScoped
class DrillFacts implements FactRows {

    static Facts of(@Nullable UUID salt, UUID drillId, String partner, String orderedBy, LocalDate day) {
        return Facts.of("drill")
                .and("salt", salt)
                .and("drill", drillId)
                .and("partner", partner)
                .and("ordered by", orderedBy)
                .and("day", day);
    }

    @Override
    public Set<Deed> deeds() {
        return Set.of(Deed.DRILL_ORDERED);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of();
    }

    @Override
    public String whiches() {
        return "select cast(drill_id as text) from drill";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery(
                        "select salt, drill_id, partner, ordered_by, ordered_on from drill where drill_id in (?1)",
                        Object[].class)
                .setParameter(1, FactRows.ids(whiches))
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Fact(
                                row[1].toString(),
                                of((UUID) row[0], (UUID) row[1], (String) row[2], (String) row[3], (LocalDate) row[4])))
                        .toList());
    }
}
