package org.penah.notify.delivery;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;
import org.penah.notify.alert.AlertSql;
import org.penah.notify.alert.SettledAlerts;
import org.penah.outbox.TrustedDay;

/**
 * Reduces the times of settled alerts to the day.
 *
 * <p>An alert that a source asserted came within a second of its tip. While it runs, its clock needs times; afterwards
 * they would only tell an attacker who seizes the database when somebody wrote.
 */
@ApplicationScoped
class TimestampCoarsening {

    private static final Logger LOG = Logger.getLogger(TimestampCoarsening.class);

    private static final String END_LEASES = "delete from delivery_lease where until <= $1";

    private static final String COARSEN_ATTEMPTS = """
            update attempt set at = date_trunc('day', at, 'UTC')
            where partner_alert_id in\s""" + AlertSql.SETTLED_WITH_PARTNERS + """
             and at <> date_trunc('day', at, 'UTC')""";

    private final Pool pool;
    private final TrustedDay trustedDay;
    private final Clock clock;

    TimestampCoarsening(Pool pool, TrustedDay trustedDay, Clock clock) {
        this.pool = pool;
        this.trustedDay = trustedDay;
        this.clock = clock;
    }

    @Scheduled(every = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return fade().onFailure()
                .invoke(fault -> LOG.warnf(
                        "could not coarsen timestamps: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    Uni<Void> fade() {
        return trustedDay.today().chain(this::fadeBy);
    }

    private Uni<Void> fadeBy(LocalDate trusted) {
        Instant now = clock.instant();
        return pool.withTransaction(connection -> connection
                .preparedQuery(END_LEASES)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .chain(() -> SettledAlerts.endTries(connection, now))
                .chain(() -> connection.query(COARSEN_ATTEMPTS).execute())
                .chain(() -> SettledAlerts.coarsen(connection, now))
                .chain(() -> SettledAlerts.forget(connection, now, trusted)));
    }
}
