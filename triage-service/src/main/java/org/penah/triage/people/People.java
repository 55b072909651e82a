package org.penah.triage.people;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.keyring.Membership;
import org.penah.triage.keyring.NextEpochs;
import org.penah.triage.keyring.NextEpochs.NextEpoch;
import org.penah.triage.keyring.QueueKeys;
import org.penah.triage.keyring.QueueKeys.SealedQueueKey;
import org.penah.triage.memberkey.MemberKeys;
import org.penah.triage.problem.ProblemException;

/**
 * Admits and removes members, with the keys that they hold; the journal records every deed.
 *
 * <p>All of it is about keys alone: no tip is read or written here, so removing somebody takes as long with ten thousand
 * tips as with none.
 */
@ApplicationScoped
class People {

    private final Keyring keyring;
    private final QueueKeys queueKeys;
    private final NextEpochs nextEpochs;
    private final MemberKeys memberKeys;
    private final Journal journal;

    People(Keyring keyring, QueueKeys queueKeys, NextEpochs nextEpochs, MemberKeys memberKeys, Journal journal) {
        this.keyring = keyring;
        this.queueKeys = queueKeys;
        this.nextEpochs = nextEpochs;
        this.memberKeys = memberKeys;
        this.journal = journal;
    }

    /**
     * Stores the identity that a member's browser made; replaces an existing one only on request, and deletes the queue
     * keys that were sealed to it.
     */
    Uni<Void> enrol(Mutiny.Session session, Member member, String sealedIdentity, String recipient, boolean replace) {
        return keyring.oneAfterAnother(session)
                .chain(() -> memberKeys.of(session, member.name()))
                .chain(known -> {
                    if (known != null && !replace) {
                        throw ProblemException.conflict(
                                "enrolled", "Enrolled already", "This account has a key already. Nothing was changed.");
                    }
                    return queueKeys.forget(session, member.name());
                })
                .chain(() -> memberKeys.forget(session, member.name()))
                .chain(() -> memberKeys.enrol(session, member, sealedIdentity, recipient));
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
                .chain(() -> memberKeys.requireRecipient(session, member, recipient))
                .chain(() -> Keyring.each(keys, key -> queueKeys.keep(session, key, member)))
                .chain(() -> Keyring.each(
                        keys.stream().map(SealedQueueKey::queue).distinct().toList(),
                        queue -> journal.record(session, lead, deed, new Membership(member, queue).toString())));
    }

    /** The same with keys that the recovery key opened; only if nobody else holds them. */
    Uni<Void> recover(Mutiny.Session session, Member lead, String member, String recipient, List<SealedQueueKey> keys) {
        return queueKeys
                .requireNobodyElse(session, member, keys)
                .chain(() -> admit(session, lead, Deed.MEMBER_RECOVERED, member, recipient, keys));
    }

    /** Begins the next epoch of a queue, for all who hold its key. */
    Uni<Void> begin(Mutiny.Session session, Member lead, NextEpoch next) {
        return keyring.oneAfterAnother(session).chain(() -> nextEpochs.begin(session, lead, next, null));
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
                .chain(() -> memberKeys.requireKnown(session, member))
                .chain(() -> keyring.queuesOf(session, new Member(member, Set.of())))
                .chain(theirs -> keyring.queuesOf(session, lead)
                        .invoke(own -> requireShared(theirs, own, renewed, epochs.size()))
                        .chain(() -> Keyring.each(epochs, next -> nextEpochs.begin(session, lead, next, member)))
                        .chain(() -> Keyring.each(
                                List.copyOf(renewed), queue -> queueKeys.leave(session, lead, member, queue)))
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

    private Uni<Void> leave(Mutiny.Session session, Member lead, String member) {
        return queueKeys.forget(session, member).chain(() -> memberKeys.remove(session, lead, member));
    }
}
