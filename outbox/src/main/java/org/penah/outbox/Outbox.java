package org.penah.outbox;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

/** Keeps an event beside the change that it tells of, so that both are kept or neither. */
@ApplicationScoped
public class Outbox {

    private static final String INSERT =
            "insert into outbox (event_id, queue, event, signed_on, signature, urgent) values (?1, ?2, ?3, ?4, ?5, ?6)";

    private final String service;
    private final EventKeys keys;

    Outbox(OutboxConfig config, EventKeys keys) {
        this.service = config.service();
        this.keys = keys;
    }

    /**
     * Adds an event to the caller's transaction; the relay sends it after the commit, at least once.
     *
     * @param receiver the service that it is for: it leaves on {@code penah.<sender>.<receiver>}
     * @param type the CloudEvents type, such as {@code org.penah.tip.received.v1}
     * @param data the service's own record of the event
     */
    public Uni<Void> append(Mutiny.Session session, String receiver, String type, Object data) {
        return append(session, receiver, type, data, false);
    }

    /**
     * The same.
     *
     * @param urgent whether it tells of danger: such an event overtakes all others of its queue, here and at the broker
     */
    public Uni<Void> append(Mutiny.Session session, String receiver, String type, Object data, boolean urgent) {
        CloudEvent<Object> event = CloudEvent.of("/" + service, type, data);
        byte[] json = EventJson.write(event);
        String queue = queue(service, receiver);
        EventSignature signature = keys.sign(queue, json);
        return session.createNativeQuery(INSERT)
                .setParameter(1, event.id())
                .setParameter(2, queue)
                .setParameter(3, json)
                .setParameter(4, signature.day())
                .setParameter(5, signature.base64())
                .setParameter(6, urgent)
                .executeUpdate()
                .replaceWithVoid();
    }

    static String queue(String sender, String receiver) {
        return "penah." + sender + "." + receiver;
    }
}
