package org.penah.intake.edge;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Gives the memory of what is over back to the system, which wipes it.
 *
 * <p>Words are strings for a moment: in what reads forms and what writes pages, ours and others'. Dead strings stay where
 * they were until something else is written there, in a quiet service for hours. So all of them are collected on a fixed
 * beat, and never because of a tip. Free memory of the process would keep its content: its start options make it return
 * all free memory.
 */
@ApplicationScoped
class Forgetting {

    private final Vertx vertx;
    private final EdgeConfig config;

    Forgetting(Vertx vertx, EdgeConfig config) {
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent started) {
        vertx.setPeriodic(config.forgetEvery().toMillis(), now -> System.gc());
    }
}
