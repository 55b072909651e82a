package org.penah.triage.retention;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.FourEyes;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.wish.Wishes;
import org.penah.triage.wish.Wishes.Became;

/**
 * What leads order about the key of a past epoch. To destroy it, two must agree, or an hour must pass in which everybody of the
 * queue sees it and nobody keeps the key.
 */
@ApplicationScoped
class EndingEpochs {

    private record Epoch(String queue, int number) {

        static Epoch of(String which) {
            int slash = which.lastIndexOf('/');
            return new Epoch(which.substring(0, slash), Integer.parseInt(which.substring(slash + 1)));
        }

        String which() {
            return queue + "/" + number;
        }
    }

    private final Mutiny.SessionFactory sessions;
    private final Epochs epochs;
    private final Wishes wishes;
    private final Keyring keyring;
    private final Journal journal;

    EndingEpochs(Mutiny.SessionFactory sessions, Epochs epochs, Wishes wishes, Keyring keyring, Journal journal) {
        this.sessions = sessions;
        this.epochs = epochs;
        this.wishes = wishes;
        this.keyring = keyring;
        this.journal = journal;
    }

    /** Asks for it, or agrees with another lead who has asked. */
    Uni<Void> ask(Member lead, String queue, int number) {
        Epoch epoch = new Epoch(queue, number);
        return sessions.withTransaction(session -> own(session, lead, queue)
                        .chain(() -> epochs.requireFree(session, queue, number))
                        .chain(() -> keyring.readersOf(session, queue, number))
                        .chain(readers -> wishes.ask(
                                session,
                                Deed.EPOCH_DESTROYED,
                                epoch.which(),
                                lead.name(),
                                first -> FourEyes.requireAsking(first, lead.name(), readers)))
                        .map(Wishes.Answer::became)
                        .call(became -> switch (became) {
                            case ASKED -> journal.record(session, lead, Deed.EPOCH_ENDING, epoch.which());
                            case AGREED ->
                                epochs.forget(session, queue, number)
                                        .chain(() ->
                                                journal.record(session, lead, Deed.EPOCH_DESTROYED, epoch.which()));
                            case KNOWN -> Uni.createFrom().voidItem();
                        }))
                .chain(became -> destroyLock(became == Became.AGREED, epoch));
    }

    /** Keeps a key that a lead has asked to destroy: any member of the queue may. */
    Uni<Void> keep(Member member, String queue, int number) {
        String which = new Epoch(queue, number).which();
        return sessions.withTransaction(session -> own(session, member, queue)
                .chain(() -> wishes.drop(session, Deed.EPOCH_DESTROYED, which))
                .chain(dropped -> dropped != null
                        ? journal.record(session, member, Deed.EPOCH_KEPT, which)
                        : Uni.createFrom().voidItem()));
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> endWhatIsDue() {
        return wishes.eachDue(Deed.EPOCH_DESTROYED, which -> endIfDue(Epoch.of(which)));
    }

    private Uni<Void> endIfDue(Epoch epoch) {
        return sessions.withTransaction(session -> keyring.oneAfterAnother(session)
                        .chain(() -> wishes.takeDue(session, Deed.EPOCH_DESTROYED, epoch.which()))
                        .chain(wish -> wish == null ? Uni.createFrom().item(false) : end(session, epoch, wish.by())))
                .chain(ended -> destroyLock(ended, epoch));
    }

    /** Only if whoever asked still belongs here, and nobody needs it. */
    private Uni<Boolean> end(Mutiny.Session session, Epoch epoch, String who) {
        return keyring.readersOf(session, epoch.queue(), epoch.number())
                .chain(readers -> readers.contains(who)
                        ? epochs.isFree(session, epoch.queue(), epoch.number())
                        : Uni.createFrom().item(false))
                .call(ends -> ends
                        ? epochs.forget(session, epoch.queue(), epoch.number())
                        : Uni.createFrom().voidItem())
                .call(ends ->
                        journal.recordOfTimer(session, ends ? Deed.EPOCH_DESTROYED : Deed.EPOCH_KEPT, epoch.which()));
    }

    private Uni<Void> destroyLock(boolean ended, Epoch epoch) {
        return ended
                ? epochs.destroyLock(epoch.queue(), epoch.number())
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> own(Mutiny.Session session, Member member, String queue) {
        return keyring.queuesOf(session, member)
                .invoke(queues -> {
                    if (!queues.contains(queue)) {
                        throw ProblemException.notFound();
                    }
                })
                .chain(() -> keyring.oneAfterAnother(session))
                .replaceWithVoid();
    }
}
