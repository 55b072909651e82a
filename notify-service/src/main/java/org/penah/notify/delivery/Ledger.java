package org.penah.notify.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.alert.Alerts;
import org.penah.notify.alert.Attempt;
import org.penah.notify.alert.Outcome;

/** Keeps and counts how tries ended. */
@ApplicationScoped
class Ledger {

    private final Alerts alerts;
    private final Mutiny.SessionFactory sessions;
    private final MeterRegistry meters;

    Ledger(Alerts alerts, Mutiny.SessionFactory sessions, MeterRegistry meters) {
        this.alerts = alerts;
        this.sessions = sessions;
        this.meters = meters;
    }

    Uni<Void> keep(Attempt attempt, Outcome outcome) {
        meters.counter("penah.deliveries", "outcome", outcome.kind().name().toLowerCase(Locale.ROOT))
                .increment();
        return sessions.withTransaction(session -> alerts.ended(session, attempt, outcome));
    }
}
