package org.penah.triage.keyring;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.lock.EpochLocks;
import org.penah.triage.problem.ProblemException;

/**
 * Members who join and leave, and the keys that they hold; the journal records every deed.
 *
 * <p>All of it is about keys alone: no tip is read or written here, so removing somebody takes as long with ten thousand
 * tips as with none.
 */
@ApplicationScoped
class People {

    /** A key as it is sealed to one member. */
    record SealedFor(@Nullable String member, @Nullable String sealedIdentity) {}

    /** A queue's next key, as a lead's browser made it. */
    record NextEpoch(
            @Nullable String queue,
            int epoch,
            @Nullable String recipient,
            @Nullable String recoveryCopy,
            @Nullable List<SealedFor> keys) {}

    /** A key of a queue, sealed to somebody. */
    record SealedQueueKey(
            @Nullable String queue, int epoch, @Nullable String sealedIdentity) {}

    private final Keyring keyring;
    private final AdmissionKeys waiting;
    private final EpochLocks locks;
    private final Journal journal;
    private final Clock clock;

    People(Keyring keyring, AdmissionKeys waiting, EpochLocks locks, Journal journal, Clock clock) {
        this.keyring = keyring;
        this.waiting = waiting;
        this.locks = locks;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Stores the identity that a member's browser made; replaces an existing one only on request, and deletes the queue
     * keys that were sealed to it.
     */
    Uni<Void> enrol(Mutiny.Session session, Member member, String sealedIdentity, String recipient, boolean replace) {
        return keyring.oneAfterAnother(session)
                .chain(() -> session.find(MemberKey.class, member.name()))
                .chain(known -> {
                    if (known != null && !replace) {
                        throw ProblemException.conflict(
                                "enrolled", "Enrolled already", "This account has a key already. Nothing was changed.");
                    }
                    return forget(session, member.name());
                })
                .chain(() -> insertMember(session, member.name(), sealedIdentity, recipient))
                .chain(key -> journal.record(
                        session,
                        member,
                        Deed.MEMBER_ENROLLED,
                        member.name(),
                        KeyFacts.of(member.name(), recipient, key.enrolledOn)));
    }

    /** Keeps what a passkey opens, in the place of what another one opened; the passphrase opens the identity as before. */
    Uni<Void> addPasskey(Mutiny.Session session, Member member, String credential, String sealedIdentity) {
        return known(session, member.name())
                .chain(() -> session.createNativeQuery("""
                        insert into member_passkey (member, credential, sealed_identity) values (?1, ?2, ?3)
                        on conflict (member) do update
                        set credential = excluded.credential, sealed_identity = excluded.sealed_identity""")
                        .setParameter(1, member.name())
                        .setParameter(2, credential)
                        .setParameter(3, sealedIdentity)
                        .executeUpdate())
                .chain(() -> journal.record(session, member, Deed.PASSKEY_ADDED, member.name()));
    }

    Uni<Void> forgetPasskey(Mutiny.Session session, Member member) {
        return session.createMutationQuery("delete from MemberPasskey p where p.member = :member")
                .setParameter("member", member.name())
                .executeUpdate()
                .chain(() -> journal.record(session, member, Deed.PASSKEY_FORGOTTEN, member.name()));
    }

    private Uni<MemberKey> insertMember(Mutiny.Session session, String name, String sealedIdentity, String recipient) {
        MemberKey key = MemberKey.of(name, sealedIdentity);
        key.recipient = recipient;
        key.enrolledOn = LocalDate.now(clock);
        return session.persist(key).call(session::flush).replaceWith(key);
    }

    /**
     * Keeps keys that were sealed to a member, who thereby belongs to their queues.
     *
     * @param recipient that the keys were sealed to; refused if the member has another by now
     */
    Uni<Void> admit(
            Mutiny.Session session,
            Member lead,
            Deed deed,
            String member,
            String recipient,
            List<SealedQueueKey> keys) {
        return keyring.oneAfterAnother(session)
                .chain(() -> requireRecipient(session, member, recipient))
                .chain(() -> each(keys, key -> keep(session, key, member)))
                .chain(() -> each(
                        keys.stream().map(SealedQueueKey::queue).distinct().toList(),
                        queue -> journal.record(session, lead, deed, new Membership(member, queue).toString())));
    }

    /** Fails with a problem if somebody has made another key meanwhile. */
    Uni<Void> requireRecipient(Mutiny.Session session, String member, String recipient) {
        return known(session, member)
                .invoke(key -> {
                    if (!recipient.equals(key.recipient)) {
                        throw ProblemException.conflict(
                                "other-key",
                                "Another key",
                                "This person has made another key meanwhile. Compare the fingerprint again.");
                    }
                })
                .replaceWithVoid();
    }

    /** Fails with a problem if a queue's newest key is not among these: without it, nobody reads what comes from now on. */
    Uni<Void> requireNewest(Mutiny.Session session, List<SealedQueueKey> keys) {
        return keyring.oneAfterAnother(session)
                .chain(() -> each(
                        keys.stream().map(SealedQueueKey::queue).distinct().toList(),
                        queue -> last(session, String.valueOf(queue))
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
    Uni<Void> requireNobodyElse(Mutiny.Session session, String member, List<SealedQueueKey> keys) {
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

    private Uni<Void> keep(Mutiny.Session session, SealedQueueKey key, String member) {
        String queue = Objects.requireNonNullElse(key.queue(), "");
        return living(session, key)
                .chain(living -> living
                        ? insertKey(session, queue, key.epoch(), member, Armored.sealed(key.sealedIdentity()))
                        : Uni.createFrom().voidItem());
    }

    /** Whether the epoch of a key was not destroyed: a browser that had it open may still hold it, but nobody gets it again. */
    Uni<Boolean> living(Mutiny.Session session, SealedQueueKey key) {
        String queue = Objects.requireNonNullElse(key.queue(), "");
        return session.find(QueueEpoch.class, new QueueEpoch.Key(queue, key.epoch()))
                .onItem()
                .ifNull()
                .failWith(ProblemException::notFound)
                .map(epoch -> epoch.destroyedOn == null);
    }

    private Uni<Void> insertKey(Mutiny.Session session, String queue, int epoch, String member, String sealedIdentity) {
        return locks.lock(queue, epoch, member, sealedIdentity)
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

    /** Begins the next epoch of a queue, for all who hold its key. */
    Uni<Void> begin(Mutiny.Session session, Member lead, NextEpoch next) {
        return keyring.oneAfterAnother(session).chain(() -> begin(session, lead, next, null));
    }

    /**
     * Withdraws the keys of a lead's queues from somebody and begins the next epoch of each without them. A member
     * without any other key is removed completely; otherwise a lead of the other queues has to withdraw those.
     *
     * @param epochs one for each queue whose key both hold, and no other
     */
    Uni<Void> remove(Mutiny.Session session, Member lead, String member, List<NextEpoch> epochs) {
        if (member.equals(lead.name())) {
            throw ProblemException.conflict("oneself", "Not yourself", "Another lead has to remove you.");
        }
        Set<String> renewed = new TreeSet<>();
        epochs.forEach(next -> renewed.add(String.valueOf(next.queue())));
        return keyring.oneAfterAnother(session)
                .chain(() -> known(session, member))
                .chain(() -> keyring.queuesOf(session, new Member(member, Set.of())))
                .chain(theirs -> keyring.queuesOf(session, lead)
                        .invoke(own -> requireShared(theirs, own, renewed, epochs.size()))
                        .chain(() -> each(epochs, next -> begin(session, lead, next, member)))
                        .chain(() -> each(List.copyOf(renewed), queue -> leave(session, lead, member, queue)))
                        .chain(() -> renewed.containsAll(theirs)
                                ? leave(session, lead, member)
                                : Uni.createFrom().voidItem()));
    }

    private static void requireShared(List<String> theirs, List<String> own, Set<String> renewed, int epochs) {
        Set<String> shared = new TreeSet<>(theirs);
        shared.retainAll(own);
        if (!renewed.equals(shared) || renewed.size() != epochs || (shared.isEmpty() && !theirs.isEmpty())) {
            throw ProblemException.conflict(
                    "other-queues",
                    "Other queues",
                    "This person belongs to other queues by now. Look again; nothing was changed.");
        }
    }

    private Uni<Void> leave(Mutiny.Session session, Member lead, String member, String queue) {
        return session.createMutationQuery("delete from QueueKey k where k.member = :member and k.queue = :queue")
                .setParameter("member", member)
                .setParameter("queue", queue)
                .executeUpdate()
                .chain(() -> session.createNativeQuery(
                                "insert into left_queue (member, queue, day) values (?1, ?2, ?3) on conflict do nothing")
                        .setParameter(1, member)
                        .setParameter(2, queue)
                        .setParameter(3, LocalDate.now(clock))
                        .executeUpdate())
                .chain(() ->
                        journal.record(session, lead, Deed.MEMBER_REMOVED, new Membership(member, queue).toString()));
    }

    private Uni<Void> leave(Mutiny.Session session, Member lead, String member) {
        return forget(session, member)
                .chain(() -> session.createNativeQuery(
                                "insert into removed_member (member, day) values (?1, ?2) on conflict do nothing")
                        .setParameter(1, member)
                        .setParameter(2, LocalDate.now(clock))
                        .executeUpdate())
                .chain(() -> journal.record(session, lead, Deed.MEMBER_REMOVED, member));
    }

    private Uni<Void> begin(Mutiny.Session session, Member lead, NextEpoch next, @Nullable String without) {
        String queue = String.valueOf(next.queue());
        LocalDate today = LocalDate.now(clock);
        Set<String> sealedFor = new TreeSet<>();
        List<SealedFor> keys = next.keys() == null ? List.of() : next.keys();
        keys.forEach(key -> sealedFor.add(String.valueOf(key.member())));
        return keyring.membersOf(session, queue)
                .invoke(members -> {
                    Set<String> staying = new TreeSet<>(members);
                    if (without != null) {
                        staying.remove(without);
                    }
                    if (!members.contains(lead.name())) {
                        throw ProblemException.notFound();
                    }
                    if (!staying.equals(sealedFor) || keys.size() != sealedFor.size()) {
                        throw ProblemException.conflict(
                                "other-members",
                                "Other members",
                                "Other people belong to this queue by now. Look again; nothing was changed.");
                    }
                })
                .chain(() -> last(session, queue))
                .invoke(last -> {
                    if (next.epoch() != last + 1) {
                        throw ProblemException.conflict(
                                "other-epoch", "Another epoch", "Somebody has begun this epoch meanwhile.");
                    }
                })
                .chain(() -> locks.make(queue, next.epoch()))
                .chain(() -> locks.lock(queue, next.epoch(), EpochLocks.RECOVERY, Armored.sealed(next.recoveryCopy())))
                .chain(recoveryCopy -> session.persist(
                        QueueEpoch.of(queue, next.epoch(), Armored.recipient(next.recipient()), recoveryCopy, today)))
                .chain(session::flush)
                .chain(() -> each(
                        keys,
                        key -> insertKey(
                                session,
                                queue,
                                next.epoch(),
                                String.valueOf(key.member()),
                                Armored.sealed(key.sealedIdentity()))))
                .chain(() -> journal.record(
                        session,
                        lead,
                        Deed.EPOCH_BEGUN,
                        new EpochId(queue, next.epoch()).toString(),
                        EpochFacts.of(queue, next.epoch(), Armored.recipient(next.recipient()), today)));
    }

    /** The number of a queue's newest epoch. */
    Uni<Integer> last(Mutiny.Session session, String queue) {
        return session.createQuery(
                        "select coalesce(max(e.epoch), 0) from QueueEpoch e where e.queue = :queue", Integer.class)
                .setParameter("queue", queue)
                .getSingleResult();
    }

    private static Uni<MemberKey> known(Mutiny.Session session, String member) {
        return session.find(MemberKey.class, member).onItem().ifNull().failWith(ProblemException::notFound);
    }

    private Uni<Void> forget(Mutiny.Session session, String member) {
        return waiting.dropAll(session, member)
                .chain(() -> session.createMutationQuery("delete from QueueKey k where k.member = :member")
                        .setParameter("member", member)
                        .executeUpdate())
                .chain(() -> session.createMutationQuery("delete from MemberKey k where k.member = :member")
                        .setParameter("member", member)
                        .executeUpdate())
                .invoke(session::clear)
                .replaceWithVoid();
    }

    static <T> Uni<Void> each(List<T> things, Function<T, Uni<Void>> deed) {
        Uni<Void> done = Uni.createFrom().voidItem();
        for (T thing : things) {
            done = done.chain(() -> deed.apply(thing));
        }
        return done;
    }
}
