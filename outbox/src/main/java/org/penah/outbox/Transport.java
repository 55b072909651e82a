package org.penah.outbox;

import io.smallrye.reactive.messaging.MutinyEmitter;
import java.util.Map;

/** Says where a service's queues lead: one bean in each service that sends. */
public interface Transport {

    /** The emitter of each queue that this service sends to; none waits for another one. */
    Map<String, MutinyEmitter<byte[]>> emitters();
}
