package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** All that one partner is to know now. */
@ApplicationScoped
public class Standings {

    // What nobody there has answered before what is answered; of that, what their server has not taken first, so that a
    // full slot makes nobody wait for ever; then what takes something back, then by urgency.
    private static final String OPEN = """
            select n.id, n.alert_id, n.delivered_seq, n.answered_seq, %s
            from notice n join alert a on a.id = n.alert_id
            where n.partner_id = $1 and a.expires > $2 and n.state <> 'STOPPED'
                and (n.next_try is not null or a.state <> 'CANCELLED')
            order by n.next_try is null, n.delivered_seq >= n.seq, n.message_type <> 'CANCEL',
                a.threat_when <> 'HOURS', a.acknowledge_by, n.id""".formatted(Message.COLUMNS);

    private static final String COUNT_TRY =
            "update notice set attempts = attempts + 1 where id = any($1) and next_try is not null";

    private final Pool pool;
    private final Clock clock;

    Standings(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** The most important first. */
    public Uni<List<Standing>> of(UUID partnerId) {
        return pool.preparedQuery(OPEN)
                .execute(Tuple.of(partnerId, clock.instant().atOffset(ZoneOffset.UTC)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Standings::standing)
                        .toList());
    }

    /** Keeps that these are about to leave, so that whoever may have been told of an alert hears of its end. */
    public Uni<Void> leaving(List<Standing> told) {
        UUID[] notices = told.stream().map(Standing::noticeId).toArray(UUID[]::new);
        return notices.length == 0
                ? Uni.createFrom().voidItem()
                : pool.preparedQuery(COUNT_TRY)
                        .execute(Tuple.tuple().addArrayOfUUID(notices))
                        .replaceWithVoid();
    }

    private static Standing standing(Row row) {
        return new Standing(
                row.getUUID("id"),
                row.getUUID("alert_id"),
                Message.of(row),
                row.getInteger("delivered_seq"),
                row.getInteger("answered_seq"));
    }
}
