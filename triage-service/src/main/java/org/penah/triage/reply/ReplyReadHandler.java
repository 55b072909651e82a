package org.penah.triage.reply;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Notes that a source has opened an answer; of one whose tip was erased meanwhile nothing is noted. */
@ApplicationScoped
class ReplyReadHandler implements EventHandler<ReplyRead> {

    private final Replies replies;

    ReplyReadHandler(Replies replies) {
        this.replies = replies;
    }

    @Override
    public String sender() {
        return "intake";
    }

    @Override
    public String type() {
        return "org.penah.reply.read.v1";
    }

    @Override
    public Class<ReplyRead> dataType() {
        return ReplyRead.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, ReplyRead read) {
        return replies.noteRead(session, read);
    }
}
