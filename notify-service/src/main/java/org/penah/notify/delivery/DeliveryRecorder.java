package org.penah.notify.delivery;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.alert.AlertSql;
import org.penah.notify.alert.Alerts;
import org.penah.notify.egress.Outcome;
import org.penah.notify.partner.ChannelFaults;

/** Keeps and counts how tries ended. */
@ApplicationScoped
public class DeliveryRecorder {

    // An alert is held back for as long as its last try is.
    private static final String WITHHELD = """
            select exists (select from %s join attempt t on t.partner_alert_id = n.id and t.number = n.attempts
                where n.partner_id = ?1 and n.next_try is not null and t.outcome = 'WITHHELD')""".formatted(AlertSql.PARTNER_ALERTS);

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
                                        "update attempt set outcome = ?3, status = ?4 where partner_alert_id = ?1 and number = ?2")
                                .setParameter(1, attempt.partnerAlertId())
                                .setParameter(2, attempt.number())
                                .setParameter(3, outcome.kind().name())
                                .setParameter(4, outcome.status())
                                .executeUpdate()))
                .chain(() -> isWithheld(attempt.partnerId()))
                .chain(withheld -> faults.tried(attempt.partnerId(), outcome, withheld, false))
                .chain(reachChanged ->
                        reachChanged ? alerts.lookAgain() : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> isWithheld(UUID partnerId) {
        return sessions.withSession(session -> session.createNativeQuery(WITHHELD, Boolean.class)
                .setParameter(1, partnerId)
                .getSingleResult());
    }

    private Uni<Void> ended(Mutiny.Session session, Attempt attempt, Outcome outcome) {
        if (!outcome.isAccepted()) {
            return alerts.tried(session, attempt.alertId());
        }
        Instant again = clock.instant().plus(RetrySchedule.AFTER_DELIVERY);
        return alerts.delivered(
                session,
                attempt.alertId(),
                Map.of(attempt.partnerAlertId(), attempt.message().seq()),
                again);
    }
}
