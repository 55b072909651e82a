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
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.manifest.ManifestConfig;

/**
 * Knows how many days the signed keys still hold ({@code penah.desk.keys.days.left}), which keys sources seal to, and from
 * when on; looks again every minute.
 *
 * <p>Whether the manifest is signed is for intake-service and browsers to check, which refuse one that is not; here it only
 * reminds.
 */
@ApplicationScoped
public class ManifestExpiry {

    private static final Logger LOG = Logger.getLogger(ManifestExpiry.class);
    /** A manifest has a few KiB. */
    private static final long MAX_BYTES = 1024 * 1024;

    private final ManifestConfig config;
    private final ObjectMapper json;
    private final Clock clock;
    private volatile @Nullable LocalDate lastDay;
    private volatile Map<String, SortedMap<Integer, LocalDate>> begins = Map.of();
    private volatile Map<EpochId, String> recipients = Map.of();
    private boolean unreadable;

    ManifestExpiry(ManifestConfig config, ObjectMapper json, Clock clock, MeterRegistry meters) {
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

    @Scheduled(every = "1m")
    synchronized void read() {
        if (config.manifest().isEmpty()) {
            return;
        }
        try {
            if (Files.size(config.manifest().get()) > MAX_BYTES) {
                throw new IOException("larger than any manifest");
            }
            JsonNode manifest = json.readTree(config.manifest().get().toFile());
            begins = begins(manifest);
            recipients = recipients(manifest);
            lastDay = LocalDate.parse(manifest.path("notAfter").asText());
            unreadable = false;
        } catch (IOException | DateTimeException fault) {
            lastDay = null;
            begins = Map.of();
            recipients = Map.of();
            if (!unreadable) {
                LOG.error("the key manifest cannot be read, so nobody is reminded of its end");
            }
            unreadable = true;
        }
    }

    /** The keys that sources seal to now or later, in the manifest's order. */
    Map<EpochId, String> recipients() {
        Map<EpochId, String> inForce = new LinkedHashMap<>(recipients);
        inForce.keySet().removeIf(id -> supersededOn(id.queue(), id.epoch()) != null);
        return inForce;
    }

    /**
     * The day from which on sources seal to an epoch of a queue after this one; nothing if they still seal to this one, or
     * if no manifest says so.
     */
    public @Nullable LocalDate supersededOn(String queue, int epoch) {
        LocalDate today = LocalDate.now(clock);
        return begins.getOrDefault(queue, Collections.emptySortedMap()).tailMap(epoch + 1).values().stream()
                .filter(from -> !from.isAfter(today))
                .min(Comparator.naturalOrder())
                .orElse(null);
    }

    private static Map<String, SortedMap<Integer, LocalDate>> begins(JsonNode manifest) {
        Map<String, SortedMap<Integer, LocalDate>> begins = new HashMap<>();
        for (JsonNode queue : manifest.path("queues")) {
            SortedMap<Integer, LocalDate> epochs = new TreeMap<>();
            queue.path("epochs")
                    .forEach(epoch -> epochs.put(
                            epoch.path("epoch").asInt(),
                            LocalDate.parse(epoch.path("from").asText())));
            begins.put(queue.path("name").asText(), epochs);
        }
        return begins;
    }

    private static Map<EpochId, String> recipients(JsonNode manifest) {
        Map<EpochId, String> recipients = new LinkedHashMap<>();
        for (JsonNode queue : manifest.path("queues")) {
            for (JsonNode epoch : queue.path("epochs")) {
                if (epoch.has("recipient")) {
                    recipients.put(
                            new EpochId(
                                    queue.path("name").asText(),
                                    epoch.path("epoch").asInt()),
                            epoch.path("recipient").asText());
                }
            }
        }
        return recipients;
    }

    /** The queues of the manifest, with or without a key; nothing if no manifest is known. */
    @Nullable
    Set<String> queues() {
        return lastDay == null ? null : begins.keySet();
    }

    /** Negative after the end; nothing if no manifest is known. */
    @Nullable
    Integer daysLeft() {
        LocalDate last = lastDay;
        return last == null ? null : Math.toIntExact(ChronoUnit.DAYS.between(LocalDate.now(clock), last));
    }
}
