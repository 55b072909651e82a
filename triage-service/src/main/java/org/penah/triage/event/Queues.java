package org.penah.triage.event;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.penah.outbox.Inbox;
import org.penah.outbox.Transport;

/** The queues that triage takes from and sends to; its AMQP user may use no other. */
@ApplicationScoped
public class Queues implements Transport {

    /** Where notify-service takes what is asked of it. */
    public static final String ALERTS = "penah.alerts";

    /** Where intake-service takes what is meant for a source. */
    public static final String MAILBOX = "penah.mailbox";

    private final MutinyEmitter<byte[]> alerts;
    private final MutinyEmitter<byte[]> mailbox;
    private final Inbox inbox;

    Queues(
            @Channel("alerts") MutinyEmitter<byte[]> alerts,
            @Channel("mailbox") MutinyEmitter<byte[]> mailbox,
            Inbox inbox) {
        this.alerts = alerts;
        this.mailbox = mailbox;
        this.inbox = inbox;
    }

    @Incoming("tips")
    Uni<Void> takeTip(Message<byte[]> message) {
        return inbox.take(message);
    }

    @Incoming("desk")
    Uni<Void> takeForDesk(Message<byte[]> message) {
        return inbox.take(message);
    }

    @Override
    public MutinyEmitter<byte[]> emitter(String queue) {
        return switch (queue) {
            case ALERTS -> alerts;
            case MAILBOX -> mailbox;
            default -> throw new IllegalArgumentException("triage does not send to this queue");
        };
    }
}
