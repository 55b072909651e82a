package org.penah.intake.news;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Deletes what hangs on a tip that is gone at the desk, so that nothing is kept longer here than there. */
@ApplicationScoped
class ExpiredKeeper implements EventHandler<TipExpired> {

    @Override
    public String sender() {
        return "triage";
    }

    @Override
    public String type() {
        return TipExpired.TYPE;
    }

    @Override
    public Class<TipExpired> dataType() {
        return TipExpired.class;
    }

    /** A tip that its source has erased meanwhile is gone here: it changes nothing. */
    @Override
    public Uni<Void> handle(Mutiny.Session session, TipExpired expired) {
        return session.createNativeQuery("select 1 from expire_tip(?1, ?2)", Integer.class)
                .setParameter(1, expired.tipId())
                .setParameter(2, expired.day())
                .getResultList()
                .replaceWithVoid();
    }
}
