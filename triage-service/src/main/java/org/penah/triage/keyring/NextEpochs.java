package org.penah.triage.keyring;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.lock.EpochLocks;
import org.penah.triage.memberkey.Armored;
import org.penah.triage.problem.ProblemException;

/** Begins the next epoch of a queue, with the key that a lead's browser made. */
@ApplicationScoped
public class NextEpochs {

    /** A key as it is sealed to one member. */
    public record SealedFor(
            @Nullable String member, @Nullable String sealedIdentity) {}

    /** A queue's next key, as a lead's browser made it. */
    public record NextEpoch(
            @Nullable String queue,
            int epoch,
            @Nullable String recipient,
            @Nullable String recoveryCopy,
            @Nullable List<SealedFor> keys) {}

    private final Keyring keyring;
    private final QueueKeys keys;
    private final EpochLocks locks;
    private final Journal journal;
    private final Clock clock;

    NextEpochs(Keyring keyring, QueueKeys keys, EpochLocks locks, Journal journal, Clock clock) {
        this.keyring = keyring;
        this.keys = keys;
        this.locks = locks;
        this.journal = journal;
        this.clock = clock;
    }

    /**
     * Begins it for all who hold the queue's key.
     *
     * @param without a member who does not get the new key; nobody if all stay
     */
    public Uni<Void> begin(Mutiny.Session session, Member lead, NextEpoch next, @Nullable String without) {
        String queue = String.valueOf(next.queue());
        LocalDate today = LocalDate.now(clock);
        Set<String> sealedFor = new TreeSet<>();
        List<SealedFor> copies = next.keys() == null ? List.of() : next.keys();
        copies.forEach(key -> sealedFor.add(String.valueOf(key.member())));
        return keyring.membersOf(session, queue)
                .invoke(members -> {
                    Set<String> staying = new TreeSet<>(members);
                    if (without != null) {
                        staying.remove(without);
                    }
                    if (!members.contains(lead.name())) {
                        throw ProblemException.notFound();
                    }
                    if (!staying.equals(sealedFor) || copies.size() != sealedFor.size()) {
                        throw ProblemException.conflict(
                                "other-members",
                                "Other members",
                                "Other people belong to this queue by now. Look again; nothing was changed.");
                    }
                })
                .chain(() -> keyring.last(session, queue))
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
                .chain(() -> Keyring.each(
                        copies,
                        key -> keys.insert(
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
}
