package org.penah.triage.people;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.FourEyes;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.AdmissionKeys;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.keyring.Membership;
import org.penah.triage.keyring.QueueKeys;
import org.penah.triage.keyring.QueueKeys.SealedQueueKey;
import org.penah.triage.memberkey.MemberKeys;
import org.penah.triage.pending.PendingDeeds;
import org.penah.triage.problem.ProblemException;

/**
 * Lets somebody into queues. Two leads who have each compared the newcomer's digits must agree, or an hour must pass in
 * which every desk of the queue sees the request and nobody keeps the newcomer out.
 */
@ApplicationScoped
class Admissions {

    private final Mutiny.SessionFactory sessions;
    private final People people;
    private final AdmissionKeys waiting;
    private final Keyring keyring;
    private final QueueKeys queueKeys;
    private final MemberKeys memberKeys;
    private final PendingDeeds pending;
    private final Journal journal;

    Admissions(
            Mutiny.SessionFactory sessions,
            People people,
            AdmissionKeys waiting,
            Keyring keyring,
            QueueKeys queueKeys,
            MemberKeys memberKeys,
            PendingDeeds pending,
            Journal journal) {
        this.sessions = sessions;
        this.people = people;
        this.waiting = waiting;
        this.keyring = keyring;
        this.queueKeys = queueKeys;
        this.memberKeys = memberKeys;
        this.pending = pending;
        this.journal = journal;
    }

    /**
     * Asks for it, or agrees with another lead's request; a member who already belongs to a queue gets missing keys at
     * once.
     *
     * @param recipient that the keys were sealed to; refused if the member has another by now
     */
    Uni<Void> admit(Mutiny.Session session, Member lead, String member, String recipient, List<SealedQueueKey> keys) {
        Set<String> queues = new TreeSet<>();
        keys.forEach(key -> queues.add(String.valueOf(key.queue())));
        return queueKeys
                .requireNewest(session, keys)
                .chain(() -> memberKeys.requireRecipient(session, member, recipient))
                .chain(() -> keyring.queuesOf(session, new Member(member, Set.of())))
                .chain(theirs -> Keyring.each(List.copyOf(queues), queue -> {
                    List<SealedQueueKey> ofQueue = keys.stream()
                            .filter(key -> queue.equals(key.queue()))
                            .toList();
                    return theirs.contains(queue)
                            ? people.admit(session, lead, Deed.MEMBER_ADMITTED, member, recipient, ofQueue)
                            : ask(session, lead, new Membership(member, queue), recipient, ofQueue);
                }));
    }

    private Uni<Void> ask(
            Mutiny.Session session, Member lead, Membership membership, String recipient, List<SealedQueueKey> keys) {
        return readers(session, membership.queue())
                .chain(readers -> pending.ask(
                        session,
                        Deed.MEMBER_ADMITTED,
                        membership.toString(),
                        lead.name(),
                        first -> FourEyes.requireAsking(first, lead.name(), readers)))
                .call(() -> waiting.drop(session, membership))
                .chain(answer -> switch (answer.became()) {
                    case ASKED ->
                        waiting.keep(session, membership, keys)
                                .chain(() ->
                                        journal.record(session, lead, Deed.MEMBER_ADMITTING, membership.toString()));
                    case AGREED ->
                        people.admit(session, lead, Deed.MEMBER_ADMITTED, membership.member(), recipient, keys);
                    // Perhaps with the key of an epoch that has begun since.
                    case KNOWN -> waiting.keep(session, membership, keys);
                });
    }

    /** Keeps somebody out whom a lead wants to admit: any member of the queue may. */
    Uni<Void> keepOut(Mutiny.Session session, Member who, String member, String queue) {
        Membership membership = new Membership(member, queue);
        return keyring.queuesOf(session, who)
                .invoke(queues -> {
                    if (!queues.contains(queue)) {
                        throw ProblemException.notFound();
                    }
                })
                .chain(() -> keyring.oneAfterAnother(session))
                .chain(() -> pending.drop(session, Deed.MEMBER_ADMITTED, membership.toString()))
                .chain(dropped -> dropped == null
                        ? Uni.createFrom().voidItem()
                        : waiting.drop(session, membership)
                                .chain(() ->
                                        journal.record(session, who, Deed.MEMBER_KEPT_OUT, membership.toString())));
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> admitWhoIsDue() {
        return pending.eachDue(Deed.MEMBER_ADMITTED, which -> admitIfDue(Membership.parse(which)));
    }

    private Uni<Void> admitIfDue(Membership membership) {
        return sessions.withTransaction(session -> keyring.oneAfterAnother(session)
                .chain(() -> pending.takeDue(session, Deed.MEMBER_ADMITTED, membership.toString()))
                .chain(asked -> asked == null ? Uni.createFrom().voidItem() : admit(session, membership, asked.by())));
    }

    /** Only if the lead who asked still belongs here, and the keys are the queue's current ones. */
    private Uni<Void> admit(Mutiny.Session session, Membership membership, String by) {
        return readers(session, membership.queue())
                .chain(readers -> waiting.epochs(session, membership)
                        .chain(epochs -> keyring.last(session, membership.queue())
                                .map(last -> readers.contains(by) && epochs.contains(last))))
                .call(admitted -> admitted ? waiting.handOver(session, membership) : waiting.drop(session, membership))
                .chain(admitted -> journal.recordOfTimer(
                        session, admitted ? Deed.MEMBER_ADMITTED : Deed.MEMBER_KEPT_OUT, membership.toString()));
    }

    private Uni<List<String>> readers(Mutiny.Session session, String queue) {
        return keyring.last(session, queue).chain(last -> keyring.readersUpTo(session, queue, last));
    }
}
