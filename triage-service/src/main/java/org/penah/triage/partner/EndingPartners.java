package org.penah.triage.partner;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.pending.PendingDeed;
import org.penah.triage.pending.PendingDeeds;

/**
 * Ends partners, who then hear of no alert. Two must agree, or an hour must pass in which every desk sees it and nobody keeps the
 * partner.
 */
@ApplicationScoped
class EndingPartners {

    private final Mutiny.SessionFactory sessions;
    private final PartnerDecisions decisions;
    private final Partners partners;
    private final PendingDeeds pending;
    private final Journal journal;

    EndingPartners(
            Mutiny.SessionFactory sessions,
            PartnerDecisions decisions,
            Partners partners,
            PendingDeeds pending,
            Journal journal) {
        this.sessions = sessions;
        this.decisions = decisions;
        this.partners = partners;
        this.pending = pending;
        this.journal = journal;
    }

    /** Asks for it, or agrees with another member's request. */
    Uni<Void> ask(Mutiny.Session session, Member member, String name) {
        return decisions
                .lock(session)
                .chain(() -> partners.named(session, name))
                .invoke(PartnersGate::requireOngoing)
                .chain(known -> pending.ask(session, Deed.PARTNER_ENDED, name, member.name(), first -> {})
                        .chain(answer -> switch (answer.became()) {
                            case ASKED ->
                                journal.record(
                                        session,
                                        member,
                                        Deed.PARTNER_ENDING,
                                        answer.deed().id());
                            case AGREED ->
                                decisions
                                        .end(session, known, name, answer.deed(), member.name())
                                        .chain(facts -> journal.record(
                                                session,
                                                member,
                                                Deed.PARTNER_ENDED,
                                                answer.deed().id(),
                                                facts));
                            case KNOWN -> Uni.createFrom().voidItem();
                        }));
    }

    /** Keeps a partner that somebody has asked to end. */
    Uni<Void> keep(Mutiny.Session session, Member member, String name) {
        return decisions
                .lock(session)
                .chain(() -> pending.drop(session, Deed.PARTNER_ENDED, name))
                .chain(dropped -> dropped == null
                        ? Uni.createFrom().voidItem()
                        : journal.record(session, member, Deed.PARTNER_KEPT, dropped.id()));
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> endWhatIsDue() {
        return pending.eachDue(Deed.PARTNER_ENDED, this::endIfDue);
    }

    private Uni<Void> endIfDue(String name) {
        return sessions.withTransaction(session -> decisions
                .lock(session)
                .chain(() -> pending.takeDue(session, Deed.PARTNER_ENDED, name))
                .chain(asked -> asked == null
                        ? Uni.createFrom().voidItem()
                        : partners.named(session, name).chain(known -> end(session, known, name, asked))));
    }

    private Uni<Void> end(Mutiny.Session session, @Nullable PartnerChanged known, String name, PendingDeed asked) {
        if (!PartnersGate.isOngoing(known)) {
            return journal.recordOfTimer(session, Deed.PARTNER_KEPT, asked.id());
        }
        return decisions
                .end(session, known, name, asked, null)
                .chain(facts -> journal.recordOfTimer(session, Deed.PARTNER_ENDED, asked.id(), facts));
    }
}
