package org.penah.outbox;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Ends the process once its machine's clock was set back, so that Docker or Kubernetes starts it again.
 *
 * <p>Quarkus starts jobs by that clock. Once it is set back by an hour, none starts for an hour, and nothing looks for an alert that nobody answers.
 */
@ApplicationScoped
class ClockSetBack {

    private static final Logger LOG = Logger.getLogger(ClockSetBack.class);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final ClockConfig config;
    private final LongSupplier clockMillis;
    private final Runnable end;

    @Inject
    ClockSetBack(Vertx vertx, ClockConfig config) {
        // Not the service's own clock: Quarkus does not go by it either.
        this(vertx, config, System::currentTimeMillis, () -> Quarkus.asyncExit(1));
    }

    ClockSetBack(Vertx vertx, ClockConfig config, LongSupplier clockMillis, Runnable end) {
        this.vertx = vertx;
        this.config = config;
        this.clockMillis = clockMillis;
        this.end = end;
    }

    void start(@Observes StartupEvent started) {
        config.setBack().ifPresent(this::watch);
    }

    private void watch(Duration most) {
        Lead lead = new Lead(most);
        // By passed time.
        vertx.setPeriodic(LOOK.toMillis(), look -> {
            if (lead.hasShrunk(clockMillis.getAsLong(), System.nanoTime())) {
                LOG.fatal("the clock was set back: this process ends, so that its jobs begin again");
                end.run();
            }
        });
    }

    /** How far the clock is ahead of passed time, which only a clock that is set back makes less. */
    static final class Lead {

        private final long most;
        private long longest = Long.MIN_VALUE;

        Lead(Duration most) {
            this.most = most.toMillis();
        }

        /** Whether it is now shorter than it was by more than what is allowed; only one thread asks. */
        boolean hasShrunk(long clockMillis, long passedNanos) {
            long lead = clockMillis - Duration.ofNanos(passedNanos).toMillis();
            longest = Math.max(longest, lead);
            return longest - lead > most;
        }
    }
}
