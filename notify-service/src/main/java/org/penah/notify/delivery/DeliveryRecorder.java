package org.penah.notify.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.alert.Alerts;
import org.penah.notify.egress.Outcome;
import org.penah.notify.partner.ChannelFaults;

/** Keeps and counts how tries ended. */
@ApplicationScoped
public class DeliveryRecorder {

    private final Alerts alerts;
    private final ChannelFaults faults;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final MeterRegistry meters;

    DeliveryRecorder(
            Alerts alerts, ChannelFaults faults, Mutiny.SessionFactory sessions, Clock clock, MeterRegistry meters) {
        this.alerts = alerts;
        this.faults = faults;
        this.sessions = sessions;
        this.clock = clock;
        this.meters = meters;
    }

    public Uni<Void> keep(Attempt attempt, Outcome outcome) {
        meters.counter("penah.deliveries", "outcome", outcome.kind().name().toLowerCase(Locale.ROOT))
                .increment();
        return sessions.withTransaction(session -> ended(session, attempt, outcome)
                        .chain(() -> session.createNativeQuery(
                                        "update attempt set outcome = ?3, status = ?4 where notice_id = ?1 and number = ?2")
                                .setParameter(1, attempt.partnerAlertId())
                                .setParameter(2, attempt.number())
                                .setParameter(3, outcome.kind().name())
                                .setParameter(4, outcome.status())
                                .executeUpdate()))
                .chain(() -> faults.ended(attempt.partnerId(), outcome))
                .chain(reachChanged ->
                        reachChanged ? alerts.lookAgain() : Uni.createFrom().voidItem());
    }

    private Uni<Void> ended(Mutiny.Session session, Attempt attempt, Outcome outcome) {
        if (!outcome.isAccepted()) {
            return alerts.tried(session, attempt.alertId());
        }
        Instant again = clock.instant().plus(RetrySchedule.AFTER_DELIVERY);
        return alerts.delivered(
                session,
                attempt.alertId(),
                attempt.partnerAlertId(),
                attempt.message().seq(),
                again);
    }
}
