package org.penah.intake.queues;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.penah.outbox.Inbox;

/** Connects the service's four queues: one to and one from each of the others. */
@ApplicationScoped
class Queues {

    private final Inbox inbox;

    Queues(Inbox inbox) {
        this.inbox = inbox;
    }

    @Incoming("from-triage")
    Uni<Void> takeFromTriage(Message<byte[]> message) {
        return inbox.take("triage", message);
    }

    @Incoming("from-notify")
    Uni<Void> takeFromNotify(Message<byte[]> message) {
        return inbox.take("notify", message);
    }
}
