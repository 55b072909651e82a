package org.penah.notify.alert;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/**
 * Reduces the times of settled alerts to the day.
 *
 * <p>An alert that a source asserted came within a second of its tip. While it runs, its clock needs times; afterwards
 * they would only tell an attacker who seizes the database when somebody wrote.
 */
@ApplicationScoped
class TimestampCoarsening {

    private static final Logger LOG = Logger.getLogger(TimestampCoarsening.class);

    // Nobody is told of it any more, whether they have confirmed its end or not.
    private static final String END_TRIES = """
            update notice n set next_try = null
            from alert a where a.id = n.alert_id and a.expires <= $1 and n.next_try is not null""";

    private static final String END_LEASES = """
            update partner set busy_until = null, busy_with = null where busy_until <= $1""";

    private static final String END_PAUSES = "delete from stuck_alert where until <= $1";

    private static final String SETTLED = """
            (select id from alert a
             where (state in ('ACKNOWLEDGED', 'RESOLVED', 'EXPIRED', 'CANCELLED') or expires <= $1)
               and not exists (select from notice n where n.alert_id = a.id and n.next_try is not null))""";

    private static final String FADE_ALERTS = """
            update alert set acknowledge_by = date_trunc('day', acknowledge_by, 'UTC'),
                -- What still runs keeps its end, or it would end today.
                expires = case when state = 'CANCELLED' or expires <= $1 then date_trunc('day', expires, 'UTC')
                    else date_trunc('day', expires - interval '1 microsecond', 'UTC') + interval '24 hours' end,
                opened = null, look_at = null
            where id in\s""" + SETTLED + """
             and (acknowledge_by <> date_trunc('day', acknowledge_by, 'UTC') or expires <> date_trunc('day', expires, 'UTC'))""";

    private static final String FADE_NOTICES = """
            update notice set since = date_trunc('day', since, 'UTC'), sent = date_trunc('day', sent, 'UTC'),
                -- One that holds is needed if the desk goes on.
                claimed_until = case when claimed_until <= $1 then date_trunc('day', claimed_until, 'UTC')
                    else claimed_until end
            where alert_id in\s""" + SETTLED + """
             and (since <> date_trunc('day', since, 'UTC') or sent <> date_trunc('day', sent, 'UTC')
                or (claimed_until <= $1 and claimed_until <> date_trunc('day', claimed_until, 'UTC')))""";

    private static final String FADE_ATTEMPTS = """
            update attempt set at = date_trunc('day', at, 'UTC')
            where notice_id in (select id from notice where alert_id in\s""" + SETTLED + """
            ) and at <> date_trunc('day', at, 'UTC')""";

    private final Pool pool;
    private final Clock clock;

    TimestampCoarsening(Pool pool, Clock clock) {
        this.pool = pool;
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
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        // The alerts last: their expiry decides what is settled.
        return pool.withTransaction(connection -> update(connection, END_LEASES, now)
                .chain(() -> update(connection, END_PAUSES, now))
                .chain(() -> update(connection, END_TRIES, now))
                .chain(() -> update(connection, FADE_ATTEMPTS, now))
                .chain(() -> update(connection, FADE_NOTICES, now))
                .chain(() -> update(connection, FADE_ALERTS, now)));
    }

    private static Uni<Void> update(SqlConnection connection, String sql, OffsetDateTime now) {
        return connection.preparedQuery(sql).execute(Tuple.of(now)).replaceWithVoid();
    }
}
