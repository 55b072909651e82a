package org.penah.notify.queue;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.penah.outbox.Inbox;
import org.penah.outbox.Transport;

/** Takes from {@code penah.alerts}; sends to {@code penah.desk} and {@code penah.mailbox}. */
@ApplicationScoped
class Queues implements Transport {

    private final MutinyEmitter<byte[]> desk;
    private final MutinyEmitter<byte[]> mailbox;
    private final Inbox inbox;

    Queues(
            @Channel("desk") MutinyEmitter<byte[]> desk,
            @Channel("mailbox") MutinyEmitter<byte[]> mailbox,
            Inbox inbox) {
        this.desk = desk;
        this.mailbox = mailbox;
        this.inbox = inbox;
    }

    @Override
    public MutinyEmitter<byte[]> emitter(String queue) {
        return switch (queue) {
            case "penah.desk" -> desk;
            case "penah.mailbox" -> mailbox;
            default -> throw new IllegalArgumentException("this service does not send there");
        };
    }

    @Incoming("alerts")
    Uni<Void> alerts(Message<byte[]> message) {
        return inbox.take(message);
    }
}
