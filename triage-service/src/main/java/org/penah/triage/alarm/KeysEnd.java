package org.penah.triage.alarm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Knows how many days the signed keys still hold ({@code penah.desk.keys.days.left}); looks again every hour.
 *
 * <p>Whether the manifest is signed is intake-service's to check, which refuses one that is not; here it only reminds.
 */
@ApplicationScoped
class KeysEnd {

    private static final Logger LOG = Logger.getLogger(KeysEnd.class);
    /** A manifest has a few KiB. */
    private static final long MAX_BYTES = 1024 * 1024;

    private final ManifestConfig config;
    private final ObjectMapper json;
    private final Clock clock;
    private volatile @Nullable LocalDate lastDay;

    KeysEnd(ManifestConfig config, ObjectMapper json, Clock clock, MeterRegistry meters) {
        this.config = config;
        this.json = json;
        this.clock = clock;
        meters.gauge("penah.desk.keys.days.left", this, end -> {
            Integer left = end.daysLeft();
            return left == null ? Double.NaN : left;
        });
    }

    void start(@Observes StartupEvent started) {
        read();
    }

    @Scheduled(every = "1h")
    void read() {
        if (config.manifest().isEmpty()) {
            return;
        }
        try {
            if (Files.size(config.manifest().get()) > MAX_BYTES) {
                throw new IOException("larger than any manifest");
            }
            JsonNode manifest = json.readTree(config.manifest().get().toFile());
            lastDay = LocalDate.parse(manifest.path("notAfter").asText());
        } catch (IOException | DateTimeException unreadable) {
            lastDay = null;
            LOG.error("the key manifest cannot be read, so nobody is reminded of its end");
        }
    }

    /** Negative after the end; nothing if no manifest is known. */
    @Nullable
    Integer daysLeft() {
        LocalDate last = lastDay;
        return last == null ? null : Math.toIntExact(ChronoUnit.DAYS.between(LocalDate.now(clock), last));
    }
}
