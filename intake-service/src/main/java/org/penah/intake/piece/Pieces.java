package org.penah.intake.piece;

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
import org.penah.intake.form.Once;
import org.penah.intake.upload.UploadConfig;
import org.penah.intake.upload.Uploaded;
import org.penah.intake.upload.Uploads;
import org.penah.sealing.tip.Padme;

/**
 * The sealed tips that are coming in pieces, by the random name that the script gave each.
 *
 * <p>They are in this process's memory alone: whoever meets another instance, or this one after a restart, begins again.
 */
@ApplicationScoped
class Pieces implements Uploads {

    /** What tip.json, headers and the age format add to the files, before it is padded. */
    private static final long AROUND_FILES = 2 << 20;

    /** When there is no more room: of those who say nothing for so long, the circuit is gone. */
    private static final Duration CROWDED = Duration.ofMinutes(1);

    private final Map<String, PieceUpload> uploads = new ConcurrentHashMap<>();
    private final BlobStore blobs;
    private final PieceConfig config;
    private final Vertx vertx;
    private final long longest;

    Pieces(BlobStore blobs, PieceConfig config, UploadConfig limits, Vertx vertx, MeterRegistry registry) {
        this.blobs = blobs;
        this.config = config;
        this.vertx = vertx;
        this.longest = Padme.atLeast(limits.maxSize().asLongValue() + AROUND_FILES);
        registry.gauge("penah.pieces.crowded", this, pieces -> pieces.areCrowded() ? 1 : 0);
    }

    void sweepAlways(@Observes StartupEvent start) {
        vertx.setPeriodic(config.sweep().toMillis(), timer -> sweep(config.idle()));
    }

    private void sweep(Duration idle) {
        uploads.values().forEach(upload -> upload.sweep(idle));
    }

    private boolean areCrowded() {
        return uploads.size() > config.most() / 4 * 3;
    }

    Optional<PieceUpload> find(String name) {
        return Optional.ofNullable(uploads.get(name));
    }

    /**
     * Begins one, on the calling context, unless there are too many, of all or of one circuit; a page has one at a time,
     * the last.
     */
    Optional<PieceUpload> begin(String name, Once once, Optional<Circuit> circuit) {
        if (uploads.size() >= config.most()) {
            sweep(CROWDED);
            return Optional.empty();
        }
        long others = uploads.values().stream()
                .filter(other -> other.isThrough(circuit) && !other.isOf(once))
                .count();
        if (others >= config.mostOfCircuit()) {
            return Optional.empty();
        }
        PieceUpload begun = uploads.computeIfAbsent(
                name, absent -> new PieceUpload(vertx, blobs, once, circuit, longest, () -> uploads.remove(name)));
        uploads.values().stream()
                .filter(other -> other != begun && other.isOf(once))
                .forEach(PieceUpload::leave);
        return Optional.of(begun);
    }

    @Override
    public Future<Uploaded> named(String name, Once once) {
        Context asking = vertx.getOrCreateContext();
        return find(name)
                .map(upload -> upload.name(once, asking))
                .orElseGet(() -> Future.succeededFuture(Uploaded.gone()));
    }
}
