package org.penah.intake.mailbox;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Deletes what is too old, whether or not anybody comes. */
@ApplicationScoped
class Pruning {

    private static final Logger LOG = Logger.getLogger(Pruning.class);

    private final Pool pool;
    private final Vertx vertx;
    private final MailboxConfig config;

    Pruning(Pool pool, Vertx vertx, MailboxConfig config) {
        this.pool = pool;
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(
                0,
                config.pruneEvery().toMillis(),
                now -> prune().subscribe()
                        .with(
                                done -> {},
                                fault -> LOG.errorf(
                                        "nothing could be pruned: %s",
                                        fault.getClass().getName())));
    }

    Uni<Void> prune() {
        return pool.preparedQuery("select prune($1, $2)")
                .execute(Tuple.of(config.keepDays(), config.repeatDays()))
                .replaceWithVoid();
    }
}
