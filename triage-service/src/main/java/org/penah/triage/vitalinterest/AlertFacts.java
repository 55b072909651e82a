package org.penah.triage.vitalinterest;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.alert.Alerts;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.FactRows;
import org.penah.triage.tip.AlertedTips;

/** The desk's decision about a tip's alert; an alert raised without consent is covered with its reason. */
@ApplicationScoped
class AlertFacts implements FactRows {

    @Override
    public Set<Deed> deeds() {
        return Set.of(Deed.ALERT_CONFIRMED, Deed.ALERT_CANCELLED);
    }

    @Override
    public Set<Deed> ends() {
        return Set.of(Deed.ALERT_CANCELLED, Deed.TIP_EXPIRED, Deed.TIP_ERASED);
    }

    @Override
    public String whiches() {
        return "select cast(d.tip_id as text) from (" + AlertedTips.DECIDED
                + ") d where not exists (select from vital_interest v where v.tip_id = d.tip_id)";
    }

    @Override
    public Uni<List<Fact>> of(Mutiny.Session session, List<String> whiches) {
        return AlertedTips.decisions(session, whiches)
                .map(alerts -> alerts.stream()
                        .map(alert -> new Fact(alert.tipId().toString(), Alerts.decided(alert.alertId(), alert.what())))
                        .toList());
    }
}
