package org.penah.triage.keyring;

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
import org.penah.triage.keyring.People.SealedQueueKey;
import org.penah.triage.lock.EpochLocks;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.wish.Wishes;

/**
 * Lets somebody into queues. Two leads must agree, each of whom has compared the newcomer's digits, or an hour must pass in which every
 * desk of the queue sees it and nobody keeps the newcomer out.
 */
@ApplicationScoped
class Admissions {

    private record Place(String member, String queue) {

        static Place of(String which) {
            int slash = which.lastIndexOf('/');
            return new Place(which.substring(0, slash), which.substring(slash + 1));
        }

        String which() {
            return member + "/" + queue;
        }
    }

    private final Mutiny.SessionFactory sessions;
    private final People people;
    private final AdmissionKeys waiting;
    private final Keyring keyring;
    private final EpochLocks locks;
    private final Wishes wishes;
    private final Journal journal;

    Admissions(
            Mutiny.SessionFactory sessions,
            People people,
            AdmissionKeys waiting,
            Keyring keyring,
            EpochLocks locks,
            Wishes wishes,
            Journal journal) {
        this.sessions = sessions;
        this.people = people;
        this.waiting = waiting;
        this.keyring = keyring;
        this.locks = locks;
        this.wishes = wishes;
        this.journal = journal;
    }

    /**
     * Asks for it, or agrees with another lead who has asked; whoever belongs to a queue already is given what they lack at once.
     *
     * @param recipient that the keys were sealed to; refused if the member has another by now
     */
    Uni<Void> admit(Mutiny.Session session, Member lead, String member, String recipient, List<SealedQueueKey> keys) {
        Set<String> queues = new TreeSet<>();
        keys.forEach(key -> queues.add(String.valueOf(key.queue())));
        return people.requireNewest(session, keys)
                .chain(() -> people.requireRecipient(session, member, recipient))
                .chain(() -> keyring.queuesOf(session, new Member(member, Set.of())))
                .chain(theirs -> People.each(List.copyOf(queues), queue -> {
                    List<SealedQueueKey> ofQueue = keys.stream()
                            .filter(key -> queue.equals(key.queue()))
                            .toList();
                    return theirs.contains(queue)
                            ? people.admit(session, lead, Deed.MEMBER_ADMITTED, member, recipient, ofQueue)
                            : ask(session, lead, new Place(member, queue), recipient, ofQueue);
                }));
    }

    private Uni<Void> ask(
            Mutiny.Session session, Member lead, Place place, String recipient, List<SealedQueueKey> keys) {
        return readers(session, place.queue())
                .chain(readers -> wishes.ask(
                        session,
                        Deed.MEMBER_ADMITTED,
                        place.which(),
                        lead.name(),
                        first -> FourEyes.requireAsking(first, lead.name(), readers)))
                .call(() -> waiting.drop(session, place.member(), place.queue()))
                .chain(answer -> switch (answer.became()) {
                    case ASKED ->
                        keep(session, place, keys)
                                .chain(() -> journal.record(session, lead, Deed.MEMBER_ADMITTING, place.which()));
                    case AGREED -> people.admit(session, lead, Deed.MEMBER_ADMITTED, place.member(), recipient, keys);
                    // Perhaps with the key of an epoch that has begun since.
                    case KNOWN -> keep(session, place, keys);
                });
    }

    private Uni<Void> keep(Mutiny.Session session, Place place, List<SealedQueueKey> keys) {
        return People.each(
                keys,
                key -> people.living(session, key)
                        .chain(living -> living
                                ? locks.lock(
                                                place.queue(),
                                                key.epoch(),
                                                place.member(),
                                                Armored.sealed(key.sealedIdentity()))
                                        .chain(locked -> waiting.keep(
                                                session, place.member(), place.queue(), key.epoch(), locked))
                                        .replaceWithVoid()
                                : Uni.createFrom().voidItem()));
    }

    /** Keeps somebody out whom a lead wants to admit: any member of the queue may. */
    Uni<Void> keepOut(Mutiny.Session session, Member who, String member, String queue) {
        Place place = new Place(member, queue);
        return keyring.queuesOf(session, who)
                .invoke(queues -> {
                    if (!queues.contains(queue)) {
                        throw ProblemException.notFound();
                    }
                })
                .chain(() -> keyring.oneAfterAnother(session))
                .chain(() -> wishes.drop(session, Deed.MEMBER_ADMITTED, place.which()))
                .chain(dropped -> dropped == null
                        ? Uni.createFrom().voidItem()
                        : waiting.drop(session, member, queue)
                                .chain(() -> journal.record(session, who, Deed.MEMBER_KEPT_OUT, place.which())));
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> admitWhoIsDue() {
        return wishes.eachDue(Deed.MEMBER_ADMITTED, which -> admitIfDue(Place.of(which)));
    }

    private Uni<Void> admitIfDue(Place place) {
        return sessions.withTransaction(session -> keyring.oneAfterAnother(session)
                .chain(() -> wishes.takeDue(session, Deed.MEMBER_ADMITTED, place.which()))
                .chain(wish -> wish == null ? Uni.createFrom().voidItem() : admit(session, place, wish.by())));
    }

    /** Only if whoever asked still belongs here, and the keys are those that the queue has now. */
    private Uni<Void> admit(Mutiny.Session session, Place place, String by) {
        return readers(session, place.queue())
                .chain(readers -> waiting.epochs(session, place.member(), place.queue())
                        .chain(epochs -> people.last(session, place.queue())
                                .map(last -> readers.contains(by) && epochs.contains(last))))
                .call(admitted -> admitted
                        ? waiting.handOver(session, place.member(), place.queue())
                        : waiting.drop(session, place.member(), place.queue()))
                .chain(admitted -> journal.recordOfTimer(
                        session, admitted ? Deed.MEMBER_ADMITTED : Deed.MEMBER_KEPT_OUT, place.which()));
    }

    private Uni<List<String>> readers(Mutiny.Session session, String queue) {
        return people.last(session, queue).chain(last -> keyring.readersUpTo(session, queue, last));
    }
}
