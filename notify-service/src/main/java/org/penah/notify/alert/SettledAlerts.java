package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Ends the tries of alerts that have expired, reduces the times of settled alerts to the day, and deletes what has been over for long. */
public final class SettledAlerts {

    // Nobody is told of it any more, whether they have confirmed its end or not. A server that has not taken the end is
    // told of it until the alert is forgotten, at the edge once a day.
    private static final String END_TRIES = """
            update partner_alert n
            set next_try = case when %1$s then date_trunc('day', $1::timestamptz, 'UTC') + interval '24 hours' end
            from alert a where a.id = n.alert_id and a.expires <= $1 and a.state in ('EXPIRED', 'CANCELLED')
                and n.next_try is not null and (a.state <> 'CANCELLED' or a.exercise or a.staff or %2$s <= $1)
                and not (%1$s and %3$s and n.next_try >= date_trunc('day', $1::timestamptz, 'UTC'))""".formatted(AlertSql.CANCEL_OWED, AlertSql.THEIR_END, AlertSql.IS_OWED);

    private static final String END_PAUSES = "delete from stuck_alert where until <= $1";

    private static final String FADE_ALERTS = """
            update alert set acknowledge_by = date_trunc('day', acknowledge_by, 'UTC'),
                -- What still runs keeps its end, or it would end today.
                expires = case when state = 'CANCELLED' or expires <= $1 then date_trunc('day', expires, 'UTC')
                    else date_trunc('day', expires - interval '1 microsecond', 'UTC') + interval '24 hours' end,
                opened = null, look_at = null
            where id in\s""" + AlertSql.SETTLED + """
             and (acknowledge_by <> date_trunc('day', acknowledge_by, 'UTC') or expires <> date_trunc('day', expires, 'UTC'))""";

    private static final String IS_STILL_READ =
            "(a.state = 'EXPIRED' and n.attempts > 0 and " + AlertSql.THEIR_END + " > $1)";

    private static final String FADE_PARTNER_ALERTS =
            """
            update partner_alert n set since = date_trunc('day', since, 'UTC'),
                -- Partners read times, which follow from this one, until the end that they name. If they moved, who declined
                -- would see that it is over.
                sent = case when\s""" + IS_STILL_READ + """
                 then sent else date_trunc('day', sent, 'UTC') end,
                -- One that holds is needed if the desk goes on.
                held_until = case when held_until <= $1 then date_trunc('day', held_until, 'UTC')
                    else held_until end
            from alert a where a.id = n.alert_id and a.id in\s""" + AlertSql.SETTLED + """
             and (since <> date_trunc('day', since, 'UTC')
                or (sent <> date_trunc('day', sent, 'UTC') and not\s""" + IS_STILL_READ + """
                )
                or (held_until <= $1 and held_until <> date_trunc('day', held_until, 'UTC')))""";

    // Until then we can say what was tried, if a partner asks why it was not told.
    private static final String FORGET = "select forget_over_alerts($1)";
    private static final String FORGET_EVIDENCE = "select forget_evidence($1)";

    private SettledAlerts() {}

    /** Ends the tries of what has expired, and the pauses of alerts that failed. */
    public static Uni<Void> endTries(SqlConnection connection, Instant now) {
        return update(connection, END_PAUSES, now).chain(() -> update(connection, END_TRIES, now));
    }

    /** Reduces the times of what is settled to the day. */
    public static Uni<Void> coarsen(SqlConnection connection, Instant now) {
        // The alerts last: their expiry decides what is settled.
        return update(connection, FADE_PARTNER_ALERTS, now).chain(() -> update(connection, FADE_ALERTS, now));
    }

    /**
     * Forgets what has been over for long.
     *
     * @param trusted the day by which it is
     */
    public static Uni<Void> forget(SqlConnection connection, Instant now, LocalDate trusted) {
        Instant end = trusted.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        return update(connection, FORGET, now.isBefore(end) ? now : end)
                .chain(() -> connection.preparedQuery(FORGET_EVIDENCE).execute(Tuple.of(trusted)))
                .replaceWithVoid();
    }

    private static Uni<Void> update(SqlConnection connection, String sql, Instant now) {
        return connection
                .preparedQuery(sql)
                .execute(Tuple.of(now.atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }
}
