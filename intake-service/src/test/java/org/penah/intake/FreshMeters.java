package org.penah.intake;

import io.micrometer.core.instrument.Metrics;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Drops the gauges of an application that stops, or the next one in the same JVM, with other resources, would read them. */
@Singleton
class FreshMeters {

    void drop(@Observes ShutdownEvent stop) {
        Metrics.globalRegistry.clear();
    }
}
