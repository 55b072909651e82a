package org.penah.intake.news;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Notes on a tip that staff have opened it. */
@ApplicationScoped
class OpenedKeeper implements EventHandler<TipOpened> {

    @Override
    public String sender() {
        return "triage";
    }

    @Override
    public String type() {
        return TipOpened.TYPE;
    }

    @Override
    public Class<TipOpened> dataType() {
        return TipOpened.class;
    }

    /** A tip that its source has erased meanwhile is gone here: it changes nothing. */
    @Override
    public Uni<Void> handle(Mutiny.Session session, TipOpened opened) {
        return session.createNativeQuery("select 1 from note_opened(?1, ?2)", Integer.class)
                .setParameter(1, opened.tipId())
                .setParameter(2, opened.day())
                .getResultList()
                .replaceWithVoid();
    }
}
