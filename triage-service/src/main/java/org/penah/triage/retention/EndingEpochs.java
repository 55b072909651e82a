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
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.pending.PendingDeeds;
import org.penah.triage.pending.PendingDeeds.Became;
import org.penah.triage.problem.ProblemException;

/**
 * Keeps leads' requests about the key of a past epoch. To destroy it, two must agree, or an hour must pass in which
 * everybody of the queue sees it and nobody keeps the key.
 */
@ApplicationScoped
class EndingEpochs {

    private final Mutiny.SessionFactory sessions;
    private final Epochs epochs;
    private final PendingDeeds pending;
    private final Keyring keyring;
    private final Journal journal;

    EndingEpochs(
            Mutiny.SessionFactory sessions, Epochs epochs, PendingDeeds pending, Keyring keyring, Journal journal) {
        this.sessions = sessions;
        this.epochs = epochs;
        this.pending = pending;
        this.keyring = keyring;
        this.journal = journal;
    }

    /** Asks for it, or agrees with another lead's request. */
    Uni<Void> ask(Member lead, String queue, int epoch) {
        EpochId id = new EpochId(queue, epoch);
        return sessions.withTransaction(session -> own(session, lead, queue)
                        .chain(() -> epochs.requireFree(session, queue, epoch))
                        .chain(() -> keyring.readersOf(session, queue, epoch))
                        .chain(readers -> pending.ask(
                                session,
                                Deed.EPOCH_DESTROYED,
                                id.toString(),
                                lead.name(),
                                first -> FourEyes.requireAsking(first, lead.name(), readers)))
                        .map(PendingDeeds.Answer::became)
                        .call(became -> switch (became) {
                            case ASKED -> journal.record(session, lead, Deed.EPOCH_ENDING, id.toString());
                            case AGREED ->
                                epochs.forget(session, queue, epoch)
                                        .chain(() ->
                                                journal.record(session, lead, Deed.EPOCH_DESTROYED, id.toString()));
                            case KNOWN -> Uni.createFrom().voidItem();
                        }))
                .chain(became -> destroyLock(became == Became.AGREED, id));
    }

    /** Keeps a key that a lead has asked to destroy: any member of the queue may. */
    Uni<Void> keep(Member member, String queue, int epoch) {
        String which = new EpochId(queue, epoch).toString();
        return sessions.withTransaction(session -> own(session, member, queue)
                .chain(() -> pending.drop(session, Deed.EPOCH_DESTROYED, which))
                .chain(dropped -> dropped != null
                        ? journal.record(session, member, Deed.EPOCH_KEPT, which)
                        : Uni.createFrom().voidItem()));
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> endWhatIsDue() {
        return pending.eachDue(Deed.EPOCH_DESTROYED, which -> endIfDue(EpochId.parse(which)));
    }

    private Uni<Void> endIfDue(EpochId id) {
        return sessions.withTransaction(session -> keyring.oneAfterAnother(session)
                        .chain(() -> pending.takeDue(session, Deed.EPOCH_DESTROYED, id.toString()))
                        .chain(asked -> asked == null ? Uni.createFrom().item(false) : end(session, id, asked.by())))
                .chain(ended -> destroyLock(ended, id));
    }

    /** Only if the member who asked still belongs here, and nobody needs it. */
    private Uni<Boolean> end(Mutiny.Session session, EpochId id, String who) {
        return keyring.readersOf(session, id.queue(), id.epoch())
                .chain(readers -> readers.contains(who)
                        ? epochs.isFree(session, id.queue(), id.epoch())
                        : Uni.createFrom().item(false))
                .call(ends -> ends
                        ? epochs.forget(session, id.queue(), id.epoch())
                        : Uni.createFrom().voidItem())
                .call(ends ->
                        journal.recordOfTimer(session, ends ? Deed.EPOCH_DESTROYED : Deed.EPOCH_KEPT, id.toString()));
    }

    private Uni<Void> destroyLock(boolean ended, EpochId id) {
        return ended
                ? epochs.destroyLock(id.queue(), id.epoch())
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
