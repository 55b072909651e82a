package org.penah.outbox;

import io.smallrye.reactive.messaging.MutinyEmitter;

/** Where a service's queues lead: one bean in each service that sends. */
public interface Transport {

    /**
     * The emitter of a queue.
     *
     * @throws IllegalArgumentException if this service does not send there
     */
    MutinyEmitter<byte[]> emitter(String queue);
}
