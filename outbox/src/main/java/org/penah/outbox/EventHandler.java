package org.penah.outbox;

import io.smallrye.mutiny.Uni;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * Handles one type of event from one sender; every CDI bean of this type is found by both.
 *
 * @param <T> the service's own record of the event's data; its constructor refuses what is not valid with an
 *     {@link IllegalArgumentException}
 */
public interface EventHandler<T> {

    /** The service that may send it, such as {@code intake}. */
    String sender();

    String type();

    Class<T> dataType();

    /** Changes the service's state in the inbox's own transaction; a failure rolls both back and the event comes again. */
    Uni<Void> handle(Mutiny.Session session, T data);

    /**
     * Passes each event to a method; for a producer method of the bean that has it.
     *
     * @param handling as {@link #handle}
     */
    static <T> EventHandler<T> of(
            String sender, String type, Class<T> dataType, BiFunction<Mutiny.Session, T, Uni<Void>> handling) {
        return new EventHandler<>() {
            @Override
            public String sender() {
                return sender;
            }

            @Override
            public String type() {
                return type;
            }

            @Override
            public Class<T> dataType() {
                return dataType;
            }

            @Override
            public Uni<Void> handle(Mutiny.Session session, T data) {
                return handling.apply(session, data);
            }
        };
    }
}
