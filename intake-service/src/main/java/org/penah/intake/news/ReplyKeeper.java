package org.penah.intake.news;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Keeps a sealed reply in the mailbox that its tip belongs to. */
@ApplicationScoped
class ReplyKeeper implements EventHandler<ReplySent> {

    @Override
    public String sender() {
        return "triage";
    }

    @Override
    public String type() {
        return ReplySent.TYPE;
    }

    @Override
    public Class<ReplySent> dataType() {
        return ReplySent.class;
    }

    /** A reply to a tip that its source has erased meanwhile has no mailbox: it is let go. */
    @Override
    public Uni<Void> handle(Mutiny.Session session, ReplySent reply) {
        return session.createNativeQuery("select 1 from keep_reply(?1, ?2, ?3, ?4)", Integer.class)
                .setParameter(1, reply.replyId())
                .setParameter(2, reply.tipId())
                .setParameter(3, reply.day())
                .setParameter(4, reply.bytes())
                .getResultList()
                .replaceWithVoid();
    }
}
