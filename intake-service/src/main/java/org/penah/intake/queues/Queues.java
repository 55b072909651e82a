package org.penah.intake.queues;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.penah.outbox.Inbox;
import org.penah.outbox.Transport;

/** The service's three queues. */
@ApplicationScoped
class Queues implements Transport {

    private final MutinyEmitter<byte[]> tips;
    private final MutinyEmitter<byte[]> alerts;
    private final Inbox inbox;

    Queues(@Channel("tips") MutinyEmitter<byte[]> tips, @Channel("alerts") MutinyEmitter<byte[]> alerts, Inbox inbox) {
        this.tips = tips;
        this.alerts = alerts;
        this.inbox = inbox;
    }

    @Override
    public MutinyEmitter<byte[]> emitter(String queue) {
        return switch (queue) {
            case "penah.tips" -> tips;
            case "penah.alerts" -> alerts;
            default -> throw new IllegalArgumentException("this service sends nothing to that queue");
        };
    }

    @Incoming("mailbox")
    Uni<Void> receive(Message<byte[]> message) {
        return inbox.take(message);
    }
}
