package org.penah.intake.queues;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.penah.outbox.Inbox;
import org.penah.outbox.Transport;

/** Connects the service's four queues: one to and one from each of the others. */
@ApplicationScoped
class Queues implements Transport {

    private final MutinyEmitter<byte[]> toTriage;
    private final MutinyEmitter<byte[]> toNotify;
    private final Inbox inbox;

    Queues(
            @Channel("to-triage") MutinyEmitter<byte[]> toTriage,
            @Channel("to-notify") MutinyEmitter<byte[]> toNotify,
            Inbox inbox) {
        this.toTriage = toTriage;
        this.toNotify = toNotify;
        this.inbox = inbox;
    }

    @Override
    public Map<String, MutinyEmitter<byte[]>> emitters() {
        return Map.of("penah.intake.triage", toTriage, "penah.intake.notify", toNotify);
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
