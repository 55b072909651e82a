package org.penah.triage.event;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.penah.outbox.Inbox;
import org.penah.outbox.Transport;

/** The queues that triage takes from and sends to; its AMQP user may use no other. */
@ApplicationScoped
public class Queues implements Transport {

    /** The receiver of what is asked of notify-service. */
    public static final String NOTIFY = "notify";

    /** The receiver of what is meant for a source. */
    public static final String INTAKE = "intake";

    private final MutinyEmitter<byte[]> toNotify;
    private final MutinyEmitter<byte[]> toIntake;
    private final Inbox inbox;

    Queues(
            @Channel("to-notify") MutinyEmitter<byte[]> toNotify,
            @Channel("to-intake") MutinyEmitter<byte[]> toIntake,
            Inbox inbox) {
        this.toNotify = toNotify;
        this.toIntake = toIntake;
        this.inbox = inbox;
    }

    @Incoming("from-intake")
    Uni<Void> takeFromIntake(Message<byte[]> message) {
        return inbox.take("intake", message);
    }

    @Incoming("from-notify")
    Uni<Void> takeFromNotify(Message<byte[]> message) {
        return inbox.take("notify", message);
    }

    @Override
    public Map<String, MutinyEmitter<byte[]>> emitters() {
        return Map.of("penah.triage.notify", toNotify, "penah.triage.intake", toIntake);
    }
}
