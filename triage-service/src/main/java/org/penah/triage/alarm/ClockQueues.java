package org.penah.triage.alarm;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.logging.Logger;
import org.penah.triage.obligation.ClockConfig;

/**
 * Counts the queues of {@code penah.clocks.queues} that the key manifest does not name ({@code penah.clocks.queues.unknown}): a misspelt one
 * would owe its sources nothing, and nobody would see it. The log names them, each time that they change.
 */
@ApplicationScoped
class ClockQueues {

    private static final Logger LOG = Logger.getLogger(ClockQueues.class);

    private final ClockConfig clocks;
    private final ManifestExpiry manifest;
    private volatile Set<String> unknown = Set.of();

    ClockQueues(ClockConfig clocks, ManifestExpiry manifest, MeterRegistry meters) {
        this.clocks = clocks;
        this.manifest = manifest;
        meters.gauge("penah.clocks.queues.unknown", this, queues -> (double) queues.unknown.size());
    }

    /** Without a manifest nothing is said: that is another alarm's. */
    @Scheduled(every = "1m", delayed = "5s")
    void look() {
        Set<String> signed = manifest.queues();
        Set<String> missing =
                new TreeSet<>(signed == null ? Set.of() : clocks.queues().orElse(Set.of()));
        if (signed != null) {
            missing.removeAll(signed);
        }
        if (!missing.isEmpty() && !missing.equals(unknown)) {
            LOG.errorf("penah.clocks.queues names %s, which no signed queue is called", missing);
        }
        unknown = missing;
    }
}
