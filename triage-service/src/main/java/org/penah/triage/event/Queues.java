package org.penah.triage.event;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.penah.outbox.Inbox;

/** The queues that triage takes from and sends to; its AMQP user may use no other. */
@ApplicationScoped
public class Queues {

    /** The receiver of what is asked of notify-service. */
    public static final String NOTIFY = "notify";

    /** The receiver of what is meant for a source. */
    public static final String INTAKE = "intake";

    private final Inbox inbox;

    Queues(Inbox inbox) {
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
}
