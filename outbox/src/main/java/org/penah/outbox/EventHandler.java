package org.penah.outbox;

import io.smallrye.mutiny.Uni;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * What a service does with one type of event; every CDI bean of this type is found by its {@link #type()}.
 *
 * @param <T> the service's own record of the event's data; its constructor refuses what is not valid with an
 *     {@link IllegalArgumentException}
 */
public interface EventHandler<T> {

    String type();

    Class<T> dataType();

    /** Changes the service's state in the inbox's own transaction; a failure rolls both back and the event comes again. */
    Uni<Void> handle(Mutiny.Session session, T data);
}
