package org.penah.notify.queue;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.penah.outbox.Inbox;

/** Connects the queues from the edge and from the desk, one each, and to both. */
@ApplicationScoped
class Queues {

    private final Inbox inbox;

    Queues(Inbox inbox) {
        this.inbox = inbox;
    }

    @Incoming("from-intake")
    Uni<Void> takeFromIntake(Message<byte[]> message) {
        return inbox.take("intake", message);
    }

    @Incoming("from-triage")
    Uni<Void> takeFromTriage(Message<byte[]> message) {
        return inbox.take("triage", message);
    }
}
