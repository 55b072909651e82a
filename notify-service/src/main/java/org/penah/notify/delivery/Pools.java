package org.penah.notify.delivery;

import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.penah.outbox.Connections;

/** Makes the pool of the beats. */
@Singleton
class Pools {

    @Produces
    @Singleton
    @HeartbeatPool
    Pool make(Connections connections) {
        return connections.another(HeartbeatPool.CONNECTIONS);
    }

    void close(@Disposes @HeartbeatPool Pool pool) {
        pool.closeAndForget();
    }
}
