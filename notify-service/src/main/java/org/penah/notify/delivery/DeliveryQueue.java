package org.penah.notify.delivery;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.AlertSql;
import org.penah.notify.alert.TimeRounding;
import org.penah.notify.partner.PartnerSql;

/**
 * Takes what is due, one message a partner, such that no two instances take the same and a crash loses nothing.
 *
 * <p>The claim itself counts the try and sets the next one: whatever happens afterwards, the message comes due again by
 * the schedule. Fresh messages go before those that failed, and of those what the desk has confirmed before what nobody has.
 * Of what failed equally often, the longest overdue goes first: a server that refuses fast has no more turns than a slow one.
 */
@ApplicationScoped
public class DeliveryQueue {

    /** Longer than any request may take; after a crash the partner waits for at most this. */
    public static final Duration LONGEST_LEASE = Duration.ofSeconds(20);

    // Answered by the ids of the partners' alerts: in this order every change of an alert locks them, so that none
    // waits for
    // another in a ring. Who has the partner's row may change its lease.
    private static final String DUE = """
            with due as materialized (
                select p.id as partner_id, n.id as partner_alert_id, n.tries, p.fault is null as sound
                from\s""" + PartnerSql.PARTNERS + " cross join lateral " + AlertSql.DUE_FIRST + """
                 n
                where\s"""
            + PartnerSql.AT_THE_EDGE + """

                    and not exists (select from delivery_lease l where l.partner_id = p.id and l.until > $1)
                    and (not $3 or p.fault is null)
                order by n.tries, n.next_try
                limit $2
                for no key update of p skip locked)
            select * from due order by partner_alert_id""";

    private static final String START = AlertSql.COUNT_TRY + """

            returning n.id, n.alert_id, n.partner_id, n.attempts, n.message_id, n.tries = 1 and $4 as fresh,
                case when a.basis = 'SOURCE_ASSERTED' and n.message_type <> 'CANCEL' then\s""" + AlertSql.UNCONFIRMED + """
             end as flood,\s""" + Message.COLUMNS;

    private static final String LEASE = """
            insert into delivery_lease (partner_id, holder, until) values ($1, $2, $3)
            on conflict (partner_id) do update set holder = excluded.holder, until = excluded.until
            where delivery_lease.until <= $4
            returning holder""";

    private static final String PAUSE = "update delivery_lease set until = $3 where partner_id = $1 and holder = $2";
    private static final String RELEASE = "delete from delivery_lease where partner_id = $1 and holder = $2";
    private static final String KEEP_ATTEMPT =
            "insert into attempt (partner_alert_id, number, seq, outcome, at) values ($1, $2, $3, 'STARTED', $4)";

    private final Pool pool;
    private final Clock clock;
    private final int bound;
    private final SecureRandom random = new SecureRandom();

    DeliveryQueue(Pool pool, Clock clock, FloodConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.bound = config.bound();
    }

    /** Takes at most so many messages that were never tried, for partners who took the last one. */
    public Uni<List<Attempt>> takeFresh(int most) {
        return take(most, true, clock.instant());
    }

    /** Takes at most so many messages that are due now, whatever became of them and of others before. */
    public Uni<List<Attempt>> takeAny(int most) {
        return take(most, false, clock.instant());
    }

    private Uni<List<Attempt>> take(int most, boolean onlyFresh, Instant now) {
        if (most <= 0) {
            return Uni.createFrom().item(List.of());
        }
        return pool.withTransaction(connection -> connection
                .preparedQuery(DUE)
                .execute(Tuple.of(timestamp(now), most, onlyFresh))
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(row -> start(connection, row, now))
                        .select()
                        .where(Objects::nonNull)
                        .collect()
                        .asList()));
    }

    private Uni<@Nullable Attempt> start(SqlConnection connection, Row due, Instant now) {
        UUID partnerId = due.getUUID("partner_id");
        UUID claim = UUID.randomUUID();
        return connection
                .preparedQuery(LEASE)
                .execute(Tuple.of(partnerId, claim, timestamp(now.plus(LONGEST_LEASE)), timestamp(now)))
                // Nothing comes back if another instance was a moment faster.
                .chain(leased -> leased.size() == 0
                        ? Uni.createFrom().nullItem()
                        : started(connection, due, claim, now)
                                .call(attempt -> attempt == null
                                        ? connection.preparedQuery(RELEASE).execute(Tuple.of(partnerId, claim))
                                        : Uni.createFrom().voidItem()));
    }

    private Uni<@Nullable Attempt> started(SqlConnection connection, Row due, UUID claim, Instant now) {
        Instant next = now.plus(RetrySchedule.pauseAfter(due.getInteger("tries") + 1, random));
        return connection
                .preparedQuery(START)
                .execute(Tuple.of(
                        due.getUUID("partner_alert_id"), timestamp(now), timestamp(next), due.getBoolean("sound")))
                // Nothing comes back if the message was acknowledged or cancelled a moment ago.
                .chain(rows -> rows.size() == 0
                        ? Uni.createFrom().nullItem()
                        : keep(connection, attempt(rows.iterator().next(), claim), now));
    }

    private static Uni<Attempt> keep(SqlConnection connection, Attempt attempt, Instant now) {
        return connection
                .preparedQuery(KEEP_ATTEMPT)
                .execute(Tuple.of(
                        attempt.partnerAlertId(),
                        attempt.number(),
                        attempt.message().seq(),
                        timestamp(TimeRounding.minute(now))))
                .replaceWith(attempt);
    }

    /**
     * Ends the lease, if it is still this try's, so that the partner can have the next message.
     *
     * @param pause how long the partner asked us to wait; zero if it did not
     */
    public Uni<Void> release(Attempt attempt, Duration pause) {
        Tuple lease = Tuple.of(attempt.partnerId(), attempt.claim());
        return (pause.isZero()
                        ? pool.preparedQuery(RELEASE).execute(lease)
                        : pool.preparedQuery(PAUSE)
                                .execute(
                                        lease.addValue(timestamp(clock.instant().plus(pause)))))
                .replaceWithVoid();
    }

    private Attempt attempt(Row row, UUID claim) {
        Integer flood = row.getInteger("flood");
        return new Attempt(
                claim,
                row.getUUID("partner_id"),
                row.getUUID("id"),
                row.getUUID("alert_id"),
                row.getInteger("attempts"),
                row.getBoolean("fresh"),
                row.getUUID("message_id"),
                Message.of(row),
                flood != null && flood > bound ? flood : null);
    }

    private static OffsetDateTime timestamp(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
