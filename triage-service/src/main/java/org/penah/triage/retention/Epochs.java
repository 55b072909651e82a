package org.penah.triage.retention;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alarm.KeysEnd;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.AdmissionKeys;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.lock.EpochLocks;
import org.penah.triage.pending.PendingDeeds;
import org.penah.triage.problem.ProblemException;

/**
 * Destroys the keys of epochs whose time is over.
 *
 * <p>First the rows, with an entry in the journal, then the lock: until the first is kept nothing is lost, and from then on the
 * second is tried again until it is gone, whatever breaks off in between.
 */
@ApplicationScoped
class Epochs {

    private static final Logger LOG = Logger.getLogger(Epochs.class);

    /**
     * An epoch of a queue.
     *
     * @param lost whether its lock is gone, and with it every key, though nobody destroyed it
     */
    record Epoch(String queue, int epoch, @Nullable LocalDate destroyedOn, boolean lost, EpochEnd.Standing standing) {}

    private record Row(
            String queue,
            int epoch,
            @Nullable LocalDate destroyedOn,
            @Nullable String recoveryCopy,
            EpochEnd.Standing standing) {}

    private final Mutiny.SessionFactory sessions;
    private final RetentionConfig config;
    private final KeysEnd keys;
    private final Keyring keyring;
    private final AdmissionKeys admissions;
    private final PendingDeeds pending;
    private final EpochLocks locks;
    private final Journal journal;
    private final Clock clock;
    private volatile long lost;

    Epochs(
            Mutiny.SessionFactory sessions,
            RetentionConfig config,
            KeysEnd keys,
            Keyring keyring,
            AdmissionKeys admissions,
            PendingDeeds pending,
            EpochLocks locks,
            Journal journal,
            Clock clock,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.config = config;
        this.keys = keys;
        this.keyring = keyring;
        this.admissions = admissions;
        this.pending = pending;
        this.locks = locks;
        this.journal = journal;
        this.clock = clock;
        meters.gauge("penah.desk.epochs.lost", this, epochs -> (double) epochs.lost);
    }

    /** All epochs of these queues, the oldest first. */
    Uni<List<Epoch>> of(Mutiny.Session session, List<String> queues) {
        return rows(session, "e.queue in (?1)", queues).chain(rows -> each(rows, this::epoch));
    }

    private Uni<Epoch> epoch(Row row) {
        if (row.recoveryCopy() == null) {
            return Uni.createFrom().item(new Epoch(row.queue(), row.epoch(), row.destroyedOn(), false, row.standing()));
        }
        return locks.open(row.queue(), row.epoch(), EpochLocks.RECOVERY, row.recoveryCopy())
                .map(copy -> new Epoch(row.queue(), row.epoch(), row.destroyedOn(), copy.isEmpty(), row.standing()));
    }

    /** Keeps everybody from an epoch's tips until the caller's transaction ends; a problem if somebody needs its key. */
    Uni<Void> requireFree(Mutiny.Session session, String queue, int epoch) {
        return held(session, queue, epoch)
                .invoke(row -> requireNoObstacle(EpochEnd.obstacles(row.standing(), LocalDate.now(clock))))
                .replaceWithVoid();
    }

    /** The same for a timer; whether nobody needs it, and it is still there. */
    Uni<Boolean> isFree(Mutiny.Session session, String queue, int epoch) {
        return requireFree(session, queue, epoch)
                .replaceWith(true)
                .onFailure(ProblemException.class)
                .recoverWithItem(false);
    }

    private static void requireNoObstacle(Set<EpochEnd.Obstacle> obstacles) {
        if (!obstacles.isEmpty()) {
            throw ProblemException.conflict(
                    "epoch-needed",
                    "Still needed",
                    "Somebody still needs this key. Look again what stands against it; nothing was changed.");
        }
    }

    /** Keeps everybody from its tips until the caller's transaction ends, and says how it stands. */
    private Uni<Row> held(Mutiny.Session session, String queue, int epoch) {
        return session.createNativeQuery("select 1 from tip where queue = ?1 and epoch = ?2 for update", Integer.class)
                .setParameter(1, queue)
                .setParameter(2, epoch)
                .getResultList()
                .chain(() -> rows(session, "e.queue = ?1 and e.epoch = ?2 and e.destroyed_on is null", queue, epoch))
                .map(rows -> rows.stream().findFirst().orElseThrow(ProblemException::notFound));
    }

    @Scheduled(every = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> end() {
        return sessions.withTransaction(session -> keyring.oneAfterAnother(session)
                        .chain(() -> rows(session, "e.destroyed_on is null"))
                        .map(rows -> rows.stream()
                                .filter(row ->
                                        EpochEnd.isOver(row.standing(), config.epochRestDays(), LocalDate.now(clock)))
                                .toList())
                        .chain(over -> each(
                                over,
                                row -> forget(session, row.queue(), row.epoch())
                                        .chain(() -> journal.recordOfTimer(
                                                session,
                                                Deed.EPOCH_DESTROYED,
                                                new EpochId(row.queue(), row.epoch()).toString())))))
                .chain(this::destroyLocks)
                .chain(this::countLost);
    }

    /** Again those of all that were destroyed: one that was left when something broke off goes now. */
    private Uni<Void> destroyLocks() {
        return sessions.withSession(session -> rows(session, "e.destroyed_on is not null"))
                .chain(rows -> each(rows, row -> destroyLock(row.queue(), row.epoch())))
                .replaceWithVoid();
    }

    private Uni<Void> countLost() {
        return sessions.withSession(session -> rows(session, "e.destroyed_on is null"))
                .chain(rows -> each(rows, this::epoch))
                .invoke(epochs -> {
                    lost = epochs.stream().filter(Epoch::lost).count();
                    if (lost > 0) {
                        LOG.errorf("%d epochs have lost their lock: nobody can open what was sealed to them", lost);
                    }
                })
                .replaceWithVoid();
    }

    Uni<Void> destroyLock(String queue, int epoch) {
        return locks.destroy(queue, epoch)
                .onFailure()
                .invoke(fault -> LOG.errorf(
                        "the lock of a destroyed epoch is still there: %s",
                        fault.getClass().getName()))
                .onFailure()
                .recoverWithNull();
    }

    /** The keys go, in the caller's transaction; its tips within the day ({@link Retention}). */
    Uni<Void> forget(Mutiny.Session session, String queue, int epoch) {
        return session.createNativeQuery("delete from queue_key where queue = ?1 and epoch = ?2")
                .setParameter(1, queue)
                .setParameter(2, epoch)
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "update queue_epoch set recovery_copy = null, destroyed_on = ?3 where queue = ?1 and epoch = ?2")
                        .setParameter(1, queue)
                        .setParameter(2, epoch)
                        .setParameter(3, LocalDate.now(clock))
                        .executeUpdate())
                .chain(() -> admissions.dropOf(session, queue, epoch))
                .chain(() -> pending.drop(session, Deed.EPOCH_DESTROYED, new EpochId(queue, epoch).toString()))
                .replaceWithVoid();
    }

    private Uni<List<Row>> rows(Mutiny.Session session, String which, Object... parameters) {
        var query = session.createNativeQuery("""
                        select e.queue, e.epoch, e.destroyed_on, e.recovery_copy, count(t.tip_id),
                            count(*) filter (where t.tip_id is not null and t.first_opened is null),
                            count(*) filter (where t.tip_id is not null and t.closed_on is null),
                            count(*) filter (where t.legal_hold),
                            count(*) filter (where t.alert_id is not null
                                and (a.state is null or a.state not in ('RESOLVED', 'EXPIRED', 'CANCELLED'))),
                            (select count(*) from tag g where g.queue = e.queue and g.epoch = e.epoch)
                        from queue_epoch e
                            left join tip t on t.queue = e.queue and t.epoch = e.epoch
                            left join alert a on a.alert_id = t.alert_id
                        where %s group by e.queue, e.epoch order by e.queue, e.epoch""".formatted(which), Object[].class);
        for (int place = 0; place < parameters.length; place++) {
            query.setParameter(place + 1, parameters[place]);
        }
        return query.getResultList().map(rows -> rows.stream().map(this::row).toList());
    }

    private Row row(Object[] row) {
        String queue = (String) row[0];
        int epoch = (int) row[1];
        return new Row(
                queue,
                epoch,
                (LocalDate) row[2],
                (String) row[3],
                new EpochEnd.Standing(
                        keys.supersededOn(queue, epoch),
                        (long) row[4],
                        (long) row[5],
                        (long) row[6],
                        (long) row[7],
                        (long) row[8],
                        (long) row[9]));
    }

    private static <T, R> Uni<List<R>> each(List<T> things, Function<T, Uni<R>> deed) {
        return Multi.createFrom()
                .iterable(things)
                .onItem()
                .transformToUniAndConcatenate(thing -> deed.apply(thing))
                .collect()
                .asList();
    }
}
