package org.penah.triage.withdrawal;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;

/** Keeps the desk from doing what a source no longer allows; intake-service tells notify-service by itself. */
@ApplicationScoped
class ConsentWithdrawnHandler implements EventHandler<ConsentWithdrawn> {

    private final Withdrawals withdrawals;
    private final Journal journal;

    ConsentWithdrawnHandler(Withdrawals withdrawals, Journal journal) {
        this.withdrawals = withdrawals;
        this.journal = journal;
    }

    @Override
    public String sender() {
        return "intake";
    }

    @Override
    public String type() {
        return "org.penah.consent.withdrawn.v1";
    }

    @Override
    public Class<ConsentWithdrawn> dataType() {
        return ConsentWithdrawn.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, ConsentWithdrawn withdrawn) {
        return withdrawals
                .consents(session, withdrawn.tipId(), withdrawn.consents())
                .chain(() -> withdrawals.waitingDetails(session, withdrawn.tipId()))
                .call(() -> journal.recordOfSource(session, Deed.CONSENT_WITHDRAWN, withdrawn.tipId()))
                .chain(takenBack -> takenBack == 0
                        ? Uni.createFrom().voidItem()
                        : journal.recordOfSource(session, Deed.DETAILS_TAKEN_BACK, withdrawn.tipId()));
    }
}
