package org.penah.intake.mailbox;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;
import org.penah.outbox.TrustedDay;

/** Deletes what is too old, whether or not anybody comes. */
@ApplicationScoped
class Pruning {

    private static final Logger LOG = Logger.getLogger(Pruning.class);

    private final Pool pool;
    private final Vertx vertx;
    private final MailboxConfig config;
    private final TrustedDay trustedDay;

    Pruning(Pool pool, Vertx vertx, MailboxConfig config, TrustedDay trustedDay) {
        this.pool = pool;
        this.vertx = vertx;
        this.config = config;
        this.trustedDay = trustedDay;
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
        return trustedDay
                .today()
                .chain(today -> pool.preparedQuery("select prune($1, $2, $3)")
                        .execute(Tuple.of(config.keepDays(), config.repeatDays(), today)))
                .replaceWithVoid();
    }
}
