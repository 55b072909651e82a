package org.penah.notify.delivery;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.penah.notify.alert.AlertSql;
import org.penah.notify.alert.TimeRounding;
import org.penah.notify.partner.PartnerSql;

/** Finds all that one partner is to know now. */
@ApplicationScoped
public class OpenAlertsQuery {

    // Far more than fit a slot.
    private static final int MOST = 100;

    /*
     * What nobody there has answered comes before what is answered; of that, what their server has not taken first, so that a full
     * slot makes nobody wait for ever, and an end that is owed for days last; then what takes something back, then by urgency. What is
     * answered takes turns: it is named so that they see that we know. A flood takes the room that all of these leave; what the edge
     * has marked as one comes after it, and what has expired at the very end.
     */
    private static final String OPEN = """
            with mine as (
                select n.id, n.alert_id, n.delivered_seq, n.answered_seq, n.heard, n.state, n.next_try,
                    -- What the desk heard on the telephone is no answer that this page knows.
                    case when n.state in ('CLAIMED', 'ACKNOWLEDGED') and not n.by_telephone then n.held_until end as held_until,
                    a.basis = 'SOURCE_ASSERTED' and a.state not in ('EXPIRED', 'CANCELLED') and n.answered_seq = 0
                        as unconfirmed, a.state = 'EXPIRED' as over, %8$s as uncounted, %1$s
                from %3$s join %4$s on p.id = n.partner_id
                where n.partner_id = $1 and n.state <> 'STOPPED' and %6$s and %5$s
            ), counted as (
                select *, count(*) over () as total, count(*) filter (where unconfirmed) over () as flood from mine
            )
            select *, unconfirmed and (marked or flood > $3) as folded from counted
            order by over, unconfirmed and marked, exercise, folded, next_try is null, %7$s, delivered_seq >= seq,
                case when next_try is null then random() end, message_type <> 'CANCEL', threat_when <> 'HOURS', acknowledge_by, id
            limit %2$s""".formatted(
                    Message.COLUMNS,
                    MOST,
                    AlertSql.PARTNER_ALERTS,
                    PartnerSql.PARTNERS,
                    PartnerSql.MAY_HEAR,
                    AlertSql.IS_READ,
                    AlertSql.IS_OWED,
                    AlertSql.IS_UNCOUNTED);

    private final Pool pool;
    private final Clock clock;
    private final int bound;

    OpenAlertsQuery(@HeartbeatPool Pool pool, Clock clock, FloodConfig config) {
        this.pool = pool;
        this.clock = clock;
        this.bound = config.bound();
    }

    /** The most important first. */
    public Uni<OpenAlerts> of(UUID partnerId) {
        return pool.preparedQuery(OPEN)
                .execute(Tuple.of(partnerId, clock.instant().atOffset(ZoneOffset.UTC), bound))
                .map(this::open);
    }

    private OpenAlerts open(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return new OpenAlerts(List.of(), 0, 0);
        }
        Row any = rows.iterator().next();
        int flood = any.getInteger("flood");
        return new OpenAlerts(
                StreamSupport.stream(rows.spliterator(), false)
                        .map(OpenAlertsQuery::open)
                        .toList(),
                any.getInteger("total"),
                flood > bound ? flood : 0);
    }

    /**
     * Records that these are about to leave, so that every partner that may have been told of an alert is told of its end.
     *
     * @return those that may not: they were taken back, or answered, since they were read, or somebody has locked them
     */
    public Uni<Set<UUID>> leaving(List<OpenAlert> told) {
        Set<UUID> due = told.stream()
                .filter(OpenAlert::isDue)
                .map(OpenAlert::partnerAlertId)
                .collect(Collectors.toCollection(HashSet::new));
        if (due.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        return pool.preparedQuery(AlertSql.COUNT_LEAVING)
                .execute(Tuple.tuple().addArrayOfUUID(due.toArray(UUID[]::new)))
                .map(counted -> {
                    counted.forEach(row -> due.remove(row.getUUID("id")));
                    return due;
                });
    }

    private static OpenAlert open(Row row) {
        OffsetDateTime heldUntil = row.getOffsetDateTime("held_until");
        return new OpenAlert(
                row.getUUID("id"),
                row.getUUID("alert_id"),
                Message.of(row),
                row.getInteger("delivered_seq"),
                row.getOffsetDateTime("next_try") != null,
                new OpenAlert.Heard(
                        row.getInteger("answered_seq"),
                        row.getInteger("heard"),
                        heldUntil == null ? null : TimeRounding.fiveMinutes(heldUntil.toInstant()),
                        row.getBoolean("uncounted")),
                row.getBoolean("folded") ? row.getInteger("flood") : null);
    }
}
