package org.penah.triage.partner;

import jakarta.inject.Singleton;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactQuery;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;

/** Reads with which partner a drill was ordered. */
@Singleton
class DrillFacts extends FactQuery {

    DrillFacts() {
        super(
                Set.of(Deed.DRILL_ORDERED),
                Set.of(),
                "select cast(drill_id as text) from drill",
                "select salt, drill_id, partner, ordered_by, ordered_on from drill where drill_id in (?1)",
                FactRows::ids);
    }

    static Facts of(@Nullable UUID salt, UUID drillId, String partner, String orderedBy, LocalDate day) {
        return Facts.of("drill")
                .and("salt", salt)
                .and("drill", drillId)
                .and("partner", partner)
                .and("ordered by", orderedBy)
                .and("day", day);
    }

    @Override
    protected List<Fact> facts(Object[] row) {
        return List.of(new Fact(
                row[1].toString(),
                of((UUID) row[0], (UUID) row[1], (String) row[2], (String) row[3], (LocalDate) row[4])));
    }
}
