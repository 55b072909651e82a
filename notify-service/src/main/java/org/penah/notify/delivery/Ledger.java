package org.penah.notify.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.alert.Alerts;
import org.penah.notify.alert.Attempt;
import org.penah.notify.egress.Outcome;
import org.penah.notify.partner.Troubles;

/** Keeps and counts how tries ended. */
@ApplicationScoped
class Ledger {

    private final Alerts alerts;
    private final Troubles troubles;
    private final Mutiny.SessionFactory sessions;
    private final MeterRegistry meters;

    Ledger(Alerts alerts, Troubles troubles, Mutiny.SessionFactory sessions, MeterRegistry meters) {
        this.alerts = alerts;
        this.troubles = troubles;
        this.sessions = sessions;
        this.meters = meters;
    }

    Uni<Void> keep(Attempt attempt, Outcome outcome) {
        meters.counter("penah.deliveries", "outcome", outcome.kind().name().toLowerCase(Locale.ROOT))
                .increment();
        return sessions.withTransaction(session -> alerts.ended(session, attempt, outcome))
                .chain(() -> troubles.ended(attempt.partnerId(), outcome))
                .chain(reachChanged ->
                        reachChanged ? alerts.lookAgain() : Uni.createFrom().voidItem());
    }
}
