package org.penah.notify.queue;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.penah.outbox.Inbox;
import org.penah.outbox.Transport;

/** Connects the queues from the edge and from the desk, one each, and to both. */
@ApplicationScoped
class Queues implements Transport {

    private final MutinyEmitter<byte[]> toTriage;
    private final MutinyEmitter<byte[]> toIntake;
    private final Inbox inbox;

    Queues(
            @Channel("to-triage") MutinyEmitter<byte[]> toTriage,
            @Channel("to-intake") MutinyEmitter<byte[]> toIntake,
            Inbox inbox) {
        this.toTriage = toTriage;
        this.toIntake = toIntake;
        this.inbox = inbox;
    }

    @Override
    public Map<String, MutinyEmitter<byte[]>> emitters() {
        return Map.of("penah.notify.triage", toTriage, "penah.notify.intake", toIntake);
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
