package org.penah.triage.tipalert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.alert.Alerts;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.tip.AlertedTips;

/** Reads who has set a tip's alert aside, and why. */
@ApplicationScoped
class AsideFacts implements FactRows {

    @Override
    public Set<Deed> deeds() {
        return Set.of(Deed.ALERT_SET_ASIDE);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(
                Deed.ALERT_PUT_BACK, Deed.ALERT_CONFIRMED, Deed.ALERT_CANCELLED, Deed.TIP_EXPIRED, Deed.TIP_ERASED);
    }

    @Override
    public String whiches() {
        return "select cast(s.tip_id as text) from (" + AlertedTips.ASIDE + ") s";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return AlertedTips.asides(session, whiches)
                .map(alerts -> alerts.stream()
                        .map(alert -> new Fact(alert.tipId().toString(), Alerts.aside(alert.alertId(), alert.what())))
                        .toList());
    }
}
