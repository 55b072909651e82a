package org.penah.intake.edge;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * Ends this process once a day, and with it all that libraries and the Java runtime keep of what went through them.
 * Uploads end first, as at every stop; the supervisor starts it again.
 */
@ApplicationScoped
class Renewal {

    private static final Logger LOG = Logger.getLogger(Renewal.class);

    private final Vertx vertx;
    private final Clock clock;
    private final EdgeConfig config;

    Renewal(Vertx vertx, Clock clock, EdgeConfig config) {
        this.vertx = vertx;
        this.clock = clock;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        config.endsAt().ifPresent(from -> {
            Map<String, String> machine = System.getenv();
            Turn turn = new Turn(from, config.endsWithin(), machine.getOrDefault("HOSTNAME", ""));
            Instant now = clock.instant();
            vertx.setTimer(Math.max(1, Duration.between(now, turn.after(now)).toMillis()), over -> {
                LOG.info("this process ends, as it does each day");
                Quarkus.asyncExit(0);
            });
        });
    }
}
