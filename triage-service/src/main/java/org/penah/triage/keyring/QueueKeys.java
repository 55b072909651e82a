package org.penah.triage.keyring;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.lock.EpochLocks;
import org.penah.triage.memberkey.Armored;
import org.penah.triage.problem.ProblemException;

/** Keeps the keys of queues, each sealed to one member; a member who holds one belongs to its queue. */
@ApplicationScoped
public class QueueKeys {

    /** A key of a queue, sealed to somebody. */
    public record SealedQueueKey(
            @Nullable String queue, int epoch, @Nullable String sealedIdentity) {}

    /** The same for the member, whose browser opens it. */
    public record SealedQueue(String queue, int epoch, String sealedIdentity) {}

    private final Keyring keyring;
    private final AdmissionKeys waiting;
    private final EpochLocks locks;
    private final Journal journal;
    private final Clock clock;

    QueueKeys(Keyring keyring, AdmissionKeys waiting, EpochLocks locks, Journal journal, Clock clock) {
        this.keyring = keyring;
        this.waiting = waiting;
        this.locks = locks;
        this.journal = journal;
        this.clock = clock;
    }

    /** The epochs whose keys each member holds, by member and queue. */
    public Uni<Map<String, Map<String, List<Integer>>>> holders(Mutiny.Session session) {
        return session.createQuery("from QueueKey k order by k.queue, k.epoch", QueueKey.class)
                .getResultList()
                .map(keys -> {
                    Map<String, Map<String, List<Integer>>> held = new LinkedHashMap<>();
                    keys.forEach(key -> held.computeIfAbsent(key.member, name -> new LinkedHashMap<>())
                            .computeIfAbsent(key.queue, name -> new ArrayList<>())
                            .add(key.epoch));
                    return held;
                });
    }

    /** A member's keys. One whose lock is lost is useless; the others still open. */
    public Uni<List<SealedQueue>> of(Mutiny.Session session, String member) {
        return session.createQuery("from QueueKey k where k.member = :member order by k.queue, k.epoch", QueueKey.class)
                .setParameter("member", member)
                .getResultList()
                .chain(keys -> Multi.createFrom()
                        .iterable(keys)
                        .onItem()
                        .transformToUniAndConcatenate(this::unlocked)
                        .collect()
                        .asList())
                .map(keys -> keys.stream().flatMap(Optional::stream).toList());
    }

    private Uni<Optional<SealedQueue>> unlocked(QueueKey key) {
        return locks.open(key.queue, key.epoch, key.member, key.sealedIdentity)
                .map(open -> open.map(identity -> new SealedQueue(key.queue, key.epoch, identity)));
    }

    /** Fails with a problem if a queue's newest key is not among these: without it, nobody reads what comes from now on. */
    public Uni<Void> requireNewest(Mutiny.Session session, List<SealedQueueKey> keys) {
        return keyring.oneAfterAnother(session)
                .chain(() -> Keyring.each(
                        keys.stream().map(SealedQueueKey::queue).distinct().toList(),
                        queue -> keyring.last(session, String.valueOf(queue))
                                .invoke(last -> {
                                    if (keys.stream()
                                            .noneMatch(
                                                    key -> Objects.equals(key.queue(), queue) && key.epoch() == last)) {
                                        throw ProblemException.conflict(
                                                "newer-key",
                                                "A newer key",
                                                "A newer key has begun: lock your key, unlock it and admit again. Nothing was changed.");
                                    }
                                })
                                .replaceWithVoid()));
    }

    /** Fails with a problem if others hold keys of these queues, who can admit the member themselves. */
    public Uni<Void> requireNobodyElse(Mutiny.Session session, String member, List<SealedQueueKey> keys) {
        return session.createQuery(
                        "select count(*) from QueueKey k where k.queue in :queues and k.member <> :member", Long.class)
                .setParameter("queues", keys.stream().map(SealedQueueKey::queue).toList())
                .setParameter("member", member)
                .getSingleResult()
                .invoke(others -> {
                    if (others > 0) {
                        throw ProblemException.conflict(
                                "held-by-others",
                                "Held by others",
                                "Others hold a key of these queues and can admit this person. Nothing was changed.");
                    }
                })
                .replaceWithVoid();
    }

    /** Keeps a key for a member, who thereby belongs to its queue; not if its epoch was destroyed. */
    public Uni<Void> keep(Mutiny.Session session, SealedQueueKey key, String member) {
        String queue = Objects.requireNonNullElse(key.queue(), "");
        return keyring.living(session, key)
                .chain(living -> living
                        ? insert(session, queue, key.epoch(), member, Armored.sealed(key.sealedIdentity()))
                        : Uni.createFrom().voidItem());
    }

    /** A member's key that does not open any more makes room; one that does stays. */
    Uni<Void> insert(Mutiny.Session session, String queue, int epoch, String member, String sealedIdentity) {
        return locks.lock(queue, epoch, member, sealedIdentity)
                .call(() -> dropClosed(session, queue, epoch, member))
                .chain(locked -> session.createNativeQuery("""
                        insert into queue_key (queue, epoch, member, sealed_identity) values (?1, ?2, ?3, ?4)
                        on conflict do nothing""")
                        .setParameter(1, queue)
                        .setParameter(2, epoch)
                        .setParameter(3, member)
                        .setParameter(4, locked)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private Uni<Void> dropClosed(Mutiny.Session session, String queue, int epoch, String member) {
        return session.find(QueueKey.class, new QueueKey.Key(queue, epoch, member))
                .chain(key -> key == null
                        ? Uni.createFrom().voidItem()
                        : unlocked(key)
                                .chain(open -> open.isPresent()
                                        ? Uni.createFrom().voidItem()
                                        : session.remove(key).chain(session::flush)));
    }

    /** Takes the keys of a queue from a member, whom no folder of the ceremony lets in again. */
    public Uni<Void> leave(Mutiny.Session session, Member lead, String member, String queue) {
        return leave(session, new Membership(member, queue))
                .chain(() ->
                        journal.record(session, lead, Deed.MEMBER_REMOVED, new Membership(member, queue).toString()));
    }

    /** The same for somebody whom the ceremony removed; what waits for their admission goes, too. */
    Uni<Void> leaveByCeremony(Mutiny.Session session, Membership membership) {
        return leave(session, membership)
                .chain(taken -> waiting.refuse(session, membership)
                        .chain(() -> taken == 0
                                ? Uni.createFrom().voidItem()
                                : journal.recordOfStart(session, Deed.MEMBER_REMOVED, membership.toString(), null)));
    }

    private Uni<Integer> leave(Mutiny.Session session, Membership membership) {
        return session.createMutationQuery("delete from QueueKey k where k.member = :member and k.queue = :queue")
                .setParameter("member", membership.member())
                .setParameter("queue", membership.queue())
                .executeUpdate()
                .call(() -> session.createNativeQuery(
                                "insert into left_queue (member, queue, day) values (?1, ?2, ?3) on conflict do nothing")
                        .setParameter(1, membership.member())
                        .setParameter(2, membership.queue())
                        .setParameter(3, LocalDate.now(clock))
                        .executeUpdate());
    }

    Uni<Boolean> holdsAny(Mutiny.Session session, String member) {
        return session.createQuery("select count(*) from QueueKey k where k.member = :member", Long.class)
                .setParameter("member", member)
                .getSingleResult()
                .map(keys -> keys > 0);
    }

    /** Deletes all that is sealed to a member, also what waits for an admission. */
    public Uni<Void> forget(Mutiny.Session session, String member) {
        return waiting.dropAll(session, member)
                .chain(() -> session.createMutationQuery("delete from QueueKey k where k.member = :member")
                        .setParameter("member", member)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
