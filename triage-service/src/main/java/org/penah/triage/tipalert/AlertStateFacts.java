package org.penah.triage.tipalert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.journal.Facts;
import org.penah.triage.tip.AlertedTips;

/** Reads the state of a tip's alert, as notify-service last reported it. */
@ApplicationScoped
class AlertStateFacts implements FactRows {

    /** The alert's id is not in the journal. */
    static Facts of(UUID alertId, String state) {
        return Facts.of("alert state").and("alert", alertId).and("state", state);
    }

    @Override
    public Set<Deed> deeds() {
        return Set.of(Deed.ALERT_CHANGED);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(Deed.ALERT_CHANGED, Deed.TIP_EXPIRED, Deed.TIP_ERASED);
    }

    /** None: an alert may have changed before its tip came, or before there were such entries. */
    @Override
    public String whiches() {
        return "select cast(null as text) where false";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return AlertedTips.states(session, whiches)
                .map(alerts -> alerts.stream()
                        .map(alert -> new Fact(alert.tipId().toString(), of(alert.alertId(), alert.what())))
                        .toList());
    }
}
