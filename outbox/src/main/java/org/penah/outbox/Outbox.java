package org.penah.outbox;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;

/** Keeps an event beside the change that it tells of, so that both are kept or neither. */
@ApplicationScoped
public class Outbox {

    private final String source;

    Outbox(OutboxConfig config) {
        this.source = config.source();
    }

    /**
     * Adds an event to the caller's transaction; the relay sends it after the commit, at least once.
     *
     * @param type the CloudEvents type, such as {@code org.penah.tip.received.v1}
     * @param data the service's own record of the event
     */
    public Uni<Void> append(Mutiny.Session session, String queue, String type, Object data) {
        CloudEvent<Object> event = CloudEvent.of(source, type, data);
        return session.createNativeQuery("insert into outbox (event_id, queue, event) values (?1, ?2, ?3)")
                .setParameter(1, event.id())
                .setParameter(2, queue)
                .setParameter(3, EventJson.write(event))
                .executeUpdate()
                .replaceWithVoid();
    }
}
