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
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.TrustedDay;
import org.penah.triage.alarm.ManifestExpiry;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.keyring.QueueEpochs;
import org.penah.triage.lock.EpochLocks;
import org.penah.triage.pending.PendingDeeds;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tag.Tags;
import org.penah.triage.tip.ClosedTips;
import org.penah.triage.tip.TipCounts;

/**
 * Destroys the keys of epochs whose time is over.
 *
 * <p>First the rows, with an entry in the journal, then the lock: until the rows are committed nothing is lost, and
 * from then on the lock's deletion is retried until it succeeds, even after a crash.
 */
@ApplicationScoped
class Epochs {

    private static final Logger LOG = Logger.getLogger(Epochs.class);

    /**
     * An epoch of a queue.
     *
     * @param lost whether its lock is gone, and with it every key, though nobody destroyed it
     */
    record Epoch(
            String queue,
            int epoch,
            @Nullable LocalDate destroyedOn,
            boolean lost,
            EpochDestructionRule.Standing standing) {

        EpochId id() {
            return new EpochId(queue, epoch);
        }
    }

    private record Row(QueueEpochs.Standing kept, EpochDestructionRule.Standing standing) {

        EpochId id() {
            return kept.id();
        }

        boolean isDestroyed() {
            return kept.destroyedOn() != null;
        }
    }

    private final Mutiny.SessionFactory sessions;
    private final RetentionConfig config;
    private final ManifestExpiry keys;
    private final Keyring keyring;
    private final QueueEpochs queueEpochs;
    private final TipCounts tips;
    private final ClosedTips closedTips;
    private final Tags tags;
    private final PendingDeeds pending;
    private final EpochLocks locks;
    private final Journal journal;
    private final TrustedDay trustedDay;
    private final Clock clock;
    private volatile long lost;

    Epochs(
            Mutiny.SessionFactory sessions,
            RetentionConfig config,
            ManifestExpiry keys,
            Keyring keyring,
            QueueEpochs queueEpochs,
            TipCounts tips,
            ClosedTips closedTips,
            Tags tags,
            PendingDeeds pending,
            EpochLocks locks,
            Journal journal,
            TrustedDay trustedDay,
            Clock clock,
            MeterRegistry meters) {
        this.sessions = sessions;
        this.config = config;
        this.keys = keys;
        this.keyring = keyring;
        this.queueEpochs = queueEpochs;
        this.tips = tips;
        this.closedTips = closedTips;
        this.tags = tags;
        this.pending = pending;
        this.locks = locks;
        this.journal = journal;
        this.trustedDay = trustedDay;
        this.clock = clock;
        meters.gauge("penah.desk.epochs.lost", this, epochs -> (double) epochs.lost);
    }

    /** All epochs of these queues, the oldest first. */
    Uni<List<Epoch>> of(Mutiny.Session session, List<String> queues) {
        return rows(session, row -> queues.contains(row.id().queue())).chain(rows -> each(rows, this::epoch));
    }

    private Uni<Epoch> epoch(Row row) {
        EpochId id = row.id();
        String copy = row.kept().recoveryCopy();
        Uni<Boolean> lost = copy == null
                ? Uni.createFrom().item(false)
                : locks.open(id.queue(), id.epoch(), EpochLocks.RECOVERY, copy).map(Optional::isEmpty);
        return lost.map(isLost -> new Epoch(id.queue(), id.epoch(), row.kept().destroyedOn(), isLost, row.standing()));
    }

    /** Keeps everybody from an epoch's tips until the caller's transaction ends; a problem if somebody needs its key. */
    Uni<Void> requireFree(Mutiny.Session session, String queue, int epoch) {
        // People decide it, so by the clock's day, which they read.
        LocalDate today = LocalDate.now(clock);
        return held(session, queue, epoch)
                .invoke(row -> requireNoObstacle(EpochDestructionRule.obstacles(row.standing(), today)))
                .replaceWithVoid();
    }

    /** The same for a timer; whether nobody needs it, and it is still there. */
    Uni<Boolean> isFree(Mutiny.Session session, String queue, int epoch) {
        return requireFree(session, queue, epoch)
                .replaceWith(true)
                .onFailure(ProblemException.class)
                .recoverWithItem(false);
    }

    private static void requireNoObstacle(Set<EpochDestructionRule.Obstacle> obstacles) {
        if (!obstacles.isEmpty()) {
            throw ProblemException.conflict(
                    "epoch-needed",
                    "Still needed",
                    "Somebody still needs this key. Look again what stands against it; nothing was changed.");
        }
    }

    /** Locks its tips until the caller's transaction ends, and returns its state. */
    private Uni<Row> held(Mutiny.Session session, String queue, int epoch) {
        EpochId id = new EpochId(queue, epoch);
        return closedTips
                .lock(session, queue, epoch)
                .chain(() -> rows(session, row -> row.id().equals(id) && !row.isDestroyed()))
                .map(rows -> rows.stream().findFirst().orElseThrow(ProblemException::notFound));
    }

    @Scheduled(every = "10m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> end() {
        return trustedDay.today().chain(this::endBy).chain(this::destroyLocks).chain(this::countLost);
    }

    private Uni<Void> endBy(LocalDate today) {
        return sessions.withTransaction(session -> keyring.oneAfterAnother(session)
                        .chain(() -> rows(session, row -> !row.isDestroyed()))
                        .map(rows -> rows.stream()
                                .filter(row ->
                                        EpochDestructionRule.isOver(row.standing(), config.epochRestDays(), today))
                                .toList())
                        .chain(over -> each(
                                over,
                                row -> forget(
                                                session,
                                                row.id().queue(),
                                                row.id().epoch())
                                        .chain(() -> journal.recordOfTimer(
                                                session,
                                                Deed.EPOCH_DESTROYED,
                                                row.id().toString())))))
                .replaceWithVoid();
    }

    /** Deletes the locks of all destroyed epochs again: one that a crash left behind is deleted now. */
    private Uni<Void> destroyLocks() {
        return sessions.withSession(session -> rows(session, Row::isDestroyed))
                .chain(rows ->
                        each(rows, row -> destroyLock(row.id().queue(), row.id().epoch())))
                .replaceWithVoid();
    }

    /** An import of the ceremony's folder may bring back the copy for recovery alone: then members still have no key that opens. */
    private Uni<Void> countLost() {
        return sessions.withSession(session -> rows(session, row -> !row.isDestroyed())
                        .chain(rows -> each(rows, this::epoch))
                        .chain(epochs -> queueEpochs
                                .closed(session, withOpenTips(epochs))
                                .map(closed -> epochs.stream()
                                        .filter(epoch -> epoch.lost() || closed.contains(epoch.id()))
                                        .count())))
                .invoke(count -> {
                    lost = count;
                    if (lost > 0) {
                        LOG.errorf(
                                "%d epochs have lost their lock, or the last member with their key: nobody can open what was sealed to them",
                                lost);
                    }
                })
                .replaceWithVoid();
    }

    private static Set<EpochId> withOpenTips(List<Epoch> epochs) {
        return epochs.stream()
                .filter(epoch -> epoch.standing().open() > 0)
                .map(Epoch::id)
                .collect(Collectors.toSet());
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
        EpochId id = new EpochId(queue, epoch);
        return queueEpochs
                .forgetKeys(session, id, LocalDate.now(clock))
                .chain(() -> pending.drop(session, Deed.EPOCH_DESTROYED, id.toString()))
                .replaceWithVoid();
    }

    private Uni<List<Row>> rows(Mutiny.Session session, Predicate<Row> which) {
        return tips.ofEpochs(session)
                .chain(tipsOf -> tags.ofEpochs(session)
                        .chain(tagsOf -> queueEpochs
                                .all(session)
                                .map(all -> all.stream()
                                        .map(kept -> new Row(
                                                kept,
                                                standing(
                                                        kept.id(),
                                                        tipsOf.getOrDefault(kept.id(), TipCounts.OfEpoch.NONE),
                                                        tagsOf.getOrDefault(kept.id(), 0L))))
                                        .filter(which)
                                        .toList())));
    }

    private EpochDestructionRule.Standing standing(EpochId id, TipCounts.OfEpoch sealed, long tagNames) {
        return new EpochDestructionRule.Standing(
                keys.supersededOn(id.queue(), id.epoch()),
                sealed.tips(),
                sealed.unread(),
                sealed.open(),
                sealed.held(),
                sealed.alerted(),
                tagNames);
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
