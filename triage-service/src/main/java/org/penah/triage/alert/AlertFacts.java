package org.penah.triage.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;

/** What the desk decided about the alert of a tip; one that two raised without consent is covered with its reason. */
@ApplicationScoped
class AlertFacts implements FactRows {

    /** The alert's id is not in the journal. */
    static Facts of(UUID alertId, String decision) {
        return Facts.of("alert decided").and("alert", alertId).and("decision", decision);
    }

    @Override
    public Set<Deed> deeds() {
        return Set.of(Deed.ALERT_CONFIRMED, Deed.ALERT_CANCELLED);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(Deed.ALERT_CANCELLED, Deed.TIP_LET_GO, Deed.TIP_ERASED);
    }

    @Override
    public String whiches() {
        return """
                select cast(t.tip_id as text) from alert a join tip t using (alert_id) where a.decision is not null
                and not exists (select from vital_interest v where v.tip_id = t.tip_id)""";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return session.createNativeQuery("""
                        select t.tip_id, a.alert_id, a.decision from alert a join tip t using (alert_id)
                        where t.tip_id in (?1) and a.decision is not null""", Object[].class)
                .setParameter(1, FactRows.ids(whiches))
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Fact(row[0].toString(), of((UUID) row[1], (String) row[2])))
                        .toList());
    }
}
