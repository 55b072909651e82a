package org.penah.intake.chunk;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.penah.intake.blob.BlobStore;
import org.penah.intake.circuit.Circuit;
import org.penah.intake.flood.Flood;
import org.penah.intake.flood.UploadBudget;
import org.penah.intake.form.FormToken;
import org.penah.intake.seal.CompletedUpload;
import org.penah.intake.seal.UploadRegistry;
import org.penah.intake.upload.UploadConfig;
import org.penah.sealing.tip.Padme;

/**
 * The sealed tips that are coming in chunks, by the random name that the script gave each.
 *
 * <p>They are only in this process's memory: a source who reaches another instance, or this one after a restart, starts
 * over.
 */
@ApplicationScoped
class Chunks implements UploadRegistry {

    /** The bytes that tip.json, headers and the age format add to the files, before padding. */
    private static final long AROUND_FILES = 2 << 20;

    private final Map<String, ChunkUpload> uploads = new ConcurrentHashMap<>();
    private final BlobStore blobs;
    private final ChunkConfig config;
    private final UploadBudget room;
    private final Flood flood;
    private final Duration longestLife;
    private final Vertx vertx;
    private final long longest;

    Chunks(BlobStore blobs, ChunkConfig config, UploadConfig limits, Flood flood, Vertx vertx, MeterRegistry registry) {
        this.blobs = blobs;
        this.config = config;
        this.room = new UploadBudget(config.most(), config.mostOfCircuit());
        this.flood = flood;
        this.longestLife = config.longest();
        this.vertx = vertx;
        this.longest = Padme.atLeast(limits.maxSize().asLongValue() + AROUND_FILES);
        registry.gauge("penah.chunks.crowded", room, all -> all.isCrowded() ? 1 : 0);
    }

    void sweepAlways(@Observes StartupEvent start) {
        vertx.setPeriodic(
                config.sweep().toMillis(),
                timer -> uploads.values().forEach(upload -> upload.sweep(config.idle(), longestLife)));
    }

    Optional<ChunkUpload> find(String name) {
        return Optional.ofNullable(uploads.get(name));
    }

    /**
     * Begins one, on the calling context. If there are too many, of all or of one circuit, one gives way; a page has one at a
     * time, the last.
     */
    ChunkUpload begin(String name, FormToken once, Optional<Circuit> circuit) {
        uploads.values().stream().filter(other -> other.isOf(once)).forEach(ChunkUpload::leave);
        return uploads.computeIfAbsent(
                name,
                absent ->
                        new ChunkUpload(vertx, blobs, once, room, flood, circuit, longest, () -> uploads.remove(name)));
    }

    @Override
    public Future<CompletedUpload> named(String name, FormToken once) {
        Context asking = vertx.getOrCreateContext();
        return find(name)
                .map(upload -> upload.name(once, asking))
                .orElseGet(() -> Future.succeededFuture(CompletedUpload.gone()));
    }
}
