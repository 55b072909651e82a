package org.penah.notify.alert;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Calls, after a start, for a look at each alert that nobody has answered: partners may have come in since.
 *
 * <p>{@link Escalator} takes it, for some at a time: after a flood there are thousands, and beats begin only when this has ended.
 */
@ApplicationScoped
class StartupBackfill {

    /** Behind the import of partners. */
    private static final int PRIORITY = 200;

    private final Alerts alerts;

    StartupBackfill(Alerts alerts) {
        this.alerts = alerts;
    }

    void start(@Observes @Priority(PRIORITY) StartupEvent started) throws Throwable {
        VertxContextSupport.subscribeAndAwait(alerts::lookAgain);
    }
}
