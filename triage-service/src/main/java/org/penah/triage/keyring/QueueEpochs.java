package org.penah.triage.keyring;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.lock.EpochLocks;

/** Lists the epochs of all queues, and ends one. */
@ApplicationScoped
public class QueueEpochs {

    /** SQL condition on a tip {@code t}: the keys of its epoch were destroyed. */
    public static final String IS_DESTROYED = "exists (select from queue_epoch e"
            + " where (e.queue, e.epoch) = (t.queue, t.epoch) and e.destroyed_on is not null)";

    /**
     * The state of an epoch.
     *
     * @param destroyedOn from then on its keys are nowhere
     * @param recoveryCopy as {@link org.penah.triage.lock.EpochLocks} opens it; absent once its keys were destroyed
     */
    public record Standing(
            EpochId id,
            @Nullable LocalDate destroyedOn,
            @Nullable String recoveryCopy) {}

    /** An epoch that still opens. */
    public record Epoch(
            String queue,
            int epoch,
            String recipient,
            @Nullable String recoveryCopy,
            @Nullable LocalDate begunOn) {}

    private final AdmissionKeys admissions;
    private final EpochLocks locks;

    QueueEpochs(AdmissionKeys admissions, EpochLocks locks) {
        this.admissions = admissions;
        this.locks = locks;
    }

    /** In the order of queue and number. */
    public Uni<List<Standing>> all(Mutiny.Session session) {
        return session.createQuery("from QueueEpoch e order by e.queue, e.epoch", QueueEpoch.class)
                .getResultList()
                .map(epochs -> epochs.stream()
                        .map(epoch -> new Standing(
                                new EpochId(epoch.queue, epoch.epoch), epoch.destroyedOn, epoch.recoveryCopy))
                        .toList());
    }

    /** Those that still open, in the same order. */
    public Uni<List<Epoch>> living(Mutiny.Session session) {
        return session.createQuery(
                        "from QueueEpoch e where e.destroyedOn is null order by e.queue, e.epoch", QueueEpoch.class)
                .getResultList()
                .chain(epochs -> Multi.createFrom()
                        .iterable(epochs)
                        .onItem()
                        .transformToUniAndConcatenate(this::unlocked)
                        .collect()
                        .asList());
    }

    /**
     * Those of these keys that no member has here, in their order; a row whose lock is lost is no key. A key that was destroyed
     * is not missed, but another one under its number is.
     *
     * @param recipients what sources seal to
     */
    public Uni<List<EpochId>> absent(Mutiny.Session session, Map<EpochId, String> recipients) {
        return session.createNativeQuery("""
                        select e.queue, e.epoch, e.recipient, e.destroyed_on is not null, k.member, k.sealed_identity
                        from queue_epoch e left join queue_key k using (queue, epoch)
                        where e.destroyed_on is not null or k.member is not null""", Object[].class)
                .getResultList()
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .filter(row -> row[2].equals(recipients.get(id(row))))
                        .select()
                        .when(this::opens)
                        .map(QueueEpochs::id)
                        .collect()
                        .asSet())
                .map(here -> recipients.keySet().stream()
                        .filter(id -> !here.contains(id))
                        .toList());
    }

    /**
     * Those that were not destroyed, and of which no member here has a key that opens.
     *
     * @param needed those that count if no member has a key of them at all, as after the last one has left
     */
    public Uni<Set<EpochId>> closed(Mutiny.Session session, Set<EpochId> needed) {
        return session.createNativeQuery("""
                        select e.queue, e.epoch, e.recipient, false, k.member, k.sealed_identity
                        from queue_epoch e left join queue_key k using (queue, epoch) where e.destroyed_on is null""", Object[].class)
                .getResultList()
                .map(rows -> rows.stream()
                        .filter(row -> row[4] != null || needed.contains(id(row)))
                        .toList())
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .filter(row -> row[4] != null)
                        .select()
                        .when(this::opens)
                        .map(QueueEpochs::id)
                        .collect()
                        .asSet()
                        .map(open -> rows.stream()
                                .map(QueueEpochs::id)
                                .filter(id -> !open.contains(id))
                                .collect(Collectors.toSet())));
    }

    private Uni<Boolean> opens(Object[] row) {
        return (boolean) row[3]
                ? Uni.createFrom().item(true)
                : locks.open((String) row[0], (int) row[1], (String) row[4], (String) row[5])
                        .map(Optional::isPresent);
    }

    private static EpochId id(Object[] row) {
        return new EpochId((String) row[0], (int) row[1]);
    }

    private Uni<Epoch> unlocked(QueueEpoch e) {
        return locks.open(e.queue, e.epoch, EpochLocks.RECOVERY, String.valueOf(e.recoveryCopy))
                .map(copy -> new Epoch(e.queue, e.epoch, e.recipient, copy.orElse(null), e.begunOn));
    }

    /** Deletes every copy of its private key, in the caller's transaction. */
    public Uni<Void> forgetKeys(Mutiny.Session session, EpochId id, LocalDate today) {
        return session.createNativeQuery("delete from queue_key where queue = ?1 and epoch = ?2")
                .setParameter(1, id.queue())
                .setParameter(2, id.epoch())
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "update queue_epoch set recovery_copy = null, destroyed_on = ?3 where queue = ?1 and epoch = ?2")
                        .setParameter(1, id.queue())
                        .setParameter(2, id.epoch())
                        .setParameter(3, today)
                        .executeUpdate())
                .chain(() -> admissions.dropOf(session, id.queue(), id.epoch()))
                .replaceWithVoid();
    }
}
