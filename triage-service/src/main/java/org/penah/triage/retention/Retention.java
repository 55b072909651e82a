package org.penah.triage.retention;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.Outbox;
import org.penah.triage.alert.AlertState;
import org.penah.triage.event.Queues;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.withdrawal.Withdrawals;

/**
 * Deletes the tips whose time is over: the row and what hangs on it at once, the sealed file as soon as it goes, and what
 * intake-service has of it when it hears so.
 */
@ApplicationScoped
class Retention {

    /** As many as one transaction lets go; the rest waits for the next time. */
    private static final int BATCH = 100;

    /** As long as the inbox remembers an event. */
    private static final int LATE_WORD_DAYS = 30;

    private record Row(
            UUID tipId,
            UUID blobId,
            String queue,
            @Nullable UUID alertId,
            boolean unreadable,
            LettingGo.Standing standing) {

        static Row of(Object[] row) {
            String state = (String) row[7];
            return new Row(
                    (UUID) row[0],
                    (UUID) row[1],
                    (String) row[2],
                    (UUID) row[3],
                    (boolean) row[8],
                    new LettingGo.Standing(
                            (LocalDate) row[4],
                            (LocalDate) row[5],
                            (boolean) row[6],
                            row[3] == null
                                    || (state != null
                                            && AlertState.valueOf(state).isOver())));
        }
    }

    private final Mutiny.SessionFactory sessions;
    private final RetentionConfig config;
    private final Withdrawals withdrawals;
    private final Journal journal;
    private final Outbox outbox;
    private final Clock clock;

    Retention(
            Mutiny.SessionFactory sessions,
            RetentionConfig config,
            Withdrawals withdrawals,
            Journal journal,
            Outbox outbox,
            Clock clock) {
        this.sessions = sessions;
        this.config = config;
        this.withdrawals = withdrawals;
        this.journal = journal;
        this.outbox = outbox;
        this.clock = clock;
    }

    @Scheduled(every = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> letGo() {
        LocalDate today = LocalDate.now(clock);
        return sessions.withTransaction(session -> session.createNativeQuery("""
                        select t.tip_id, t.blob_id, t.queue, t.alert_id, t.first_opened, t.closed_on, t.legal_hold, a.state,
                            e.destroyed_on is not null
                        from tip t left join alert a using (alert_id)
                            left join queue_epoch e on (e.queue, e.epoch) = (t.queue, t.epoch)
                        where t.closed_on <= cast(?1 as date) - case when e.destroyed_on is not null then 1
                                else coalesce(cast(cast(?2 as jsonb) ->> t.queue as integer), ?3) end
                            and not t.legal_hold and (t.alert_id is null or a.state in ('RESOLVED', 'EXPIRED', 'CANCELLED'))
                        order by t.closed_on limit ?4 for update of t skip locked""", Object[].class)
                .setParameter(1, today)
                .setParameter(2, JsonObject.mapFrom(config.queues()).encode())
                .setParameter(3, config.days())
                .setParameter(4, BATCH)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(Row::of)
                        .filter(row -> LettingGo.mayGo(row.standing(), days(row), today))
                        .toList())
                .chain(gone -> delete(session, gone))
                .chain(() -> forgetAlerts(session, today)));
    }

    /** An alert outlives its tip if the source deleted that; late word of it makes it anew, so it waits until none comes. */
    private static Uni<Void> forgetAlerts(Mutiny.Session session, LocalDate today) {
        return session.createNativeQuery("""
                        delete from alert a where a.state in ('RESOLVED', 'EXPIRED', 'CANCELLED') and a.changed_on < ?1
                            and not exists (select from tip t where t.alert_id = a.alert_id)""")
                .setParameter(1, today.minusDays(LATE_WORD_DAYS))
                .executeUpdate()
                .replaceWithVoid();
    }

    /** What nobody can open any more is not kept for its days. */
    private int days(Row row) {
        return row.unreadable() ? 1 : config.daysOf(row.queue());
    }

    private Uni<Void> delete(Mutiny.Session session, List<Row> gone) {
        return Multi.createFrom()
                .iterable(gone)
                .onItem()
                .transformToUniAndConcatenate(row -> delete(session, row))
                .onItem()
                .ignoreAsUni();
    }

    private Uni<Void> delete(Mutiny.Session session, Row row) {
        return session.createNativeQuery("delete from tip where tip_id = ?1")
                .setParameter(1, row.tipId())
                .executeUpdate()
                .chain(() -> row.alertId() == null
                        ? Uni.createFrom().item(0)
                        : session.createNativeQuery("delete from alert where alert_id = ?1")
                                .setParameter(1, row.alertId())
                                .executeUpdate())
                .chain(() -> withdrawals.doom(session, row.blobId()))
                .chain(() -> outbox.append(
                        session, Queues.INTAKE, TipExpired.TYPE, new TipExpired(row.tipId(), LocalDate.now(clock))))
                .chain(() -> journal.recordOfTimer(session, Deed.TIP_LET_GO, row.tipId()));
    }
}
