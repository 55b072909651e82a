package org.penah.triage.withdrawal;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Lets a tip and its replies go; the sealed file follows ({@link DoomedBlobs}), the journal keeps that there was one. */
@ApplicationScoped
class TipErasedHandler implements EventHandler<TipErased> {

    private final Decisions decisions;

    TipErasedHandler(Decisions decisions) {
        this.decisions = decisions;
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
        return decisions.take(session, erased);
    }
}
