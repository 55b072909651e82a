package org.penah.notify.details;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.ZoneOffset;
import org.jboss.logging.Logger;

/** Destroys what was fetched, once its answer can no longer have been lost. */
@ApplicationScoped
class Shredder {

    private static final Logger LOG = Logger.getLogger(Shredder.class);

    private static final String SHRED = "update details set sealed_text = null, sealed_key = null, fetched_with = null,"
            + " repeat_until = null where repeat_until <= $1";

    private final Pool pool;
    private final Clock clock;

    Shredder(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    @Scheduled(every = "${penah.details.shred:30s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> shred() {
        return pool.preparedQuery(SHRED)
                .execute(Tuple.of(clock.instant().atOffset(ZoneOffset.UTC)))
                .onFailure()
                .invoke(fault -> LOG.warnf(
                        "details that were fetched stay: %s", fault.getClass().getName()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }
}
