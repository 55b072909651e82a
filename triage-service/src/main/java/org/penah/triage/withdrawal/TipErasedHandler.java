package org.penah.triage.withdrawal;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;

/** Lets a tip and its replies go; the sealed file follows ({@link DoomedBlobs}), the journal keeps that there was one. */
@ApplicationScoped
class TipErasedHandler implements EventHandler<TipErased> {

    private final Withdrawals withdrawals;
    private final Journal journal;

    TipErasedHandler(Withdrawals withdrawals, Journal journal) {
        this.withdrawals = withdrawals;
        this.journal = journal;
    }

    @Override
    public String sender() {
        return "intake";
    }

    @Override
    public String type() {
        return "org.penah.tip.erased.v1";
    }

    @Override
    public Class<TipErased> dataType() {
        return TipErased.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, TipErased erased) {
        return withdrawals
                .everything(session, erased.tipId())
                .chain(() -> journal.recordOfSource(session, Deed.TIP_ERASED, erased.tipId()));
    }
}
