package org.penah.intake.blob;

import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Keeps blobs as files of one directory: {@code <id>.part} until they are complete, then {@code <id>}, or an object of the bucket. */
@ApplicationScoped
class DirectoryBlobStore implements BlobStore {

    private static final Logger LOG = Logger.getLogger(DirectoryBlobStore.class);

    /** Threads that write; a slow disk then holds up uploads and nothing else. */
    static final int WRITERS = 8;

    static final String POOL = "blobs";

    private final Path directory;
    private final Duration sweepAfter;
    private final long reserve;
    private final int spare;
    private final Clock clock;
    private final WorkerExecutor writers;
    private final Optional<Bucket> bucket;

    DirectoryBlobStore(BlobConfig config, Clock clock, Vertx vertx, Optional<Bucket> bucket) {
        this.directory = config.directory();
        this.sweepAfter = config.sweepAfter();
        this.reserve = config.reserve().asLongValue();
        this.spare = config.spare();
        this.clock = clock;
        this.writers = vertx.createSharedWorkerExecutor(POOL, WRITERS);
        this.bucket = bucket;
    }

    @Override
    public BlobUpload begin(UUID id, BooleanSupplier mayFill, Consumer<Throwable> onFault) {
        var room = new DirectoryRoom(directory, reserve, spare, mayFill);
        var file = new DirectoryUpload(directory, id.toString(), room, clock, writers, onFault);
        return bucket.<BlobUpload>map(into -> new BucketUpload(id, file, into)).orElse(file);
    }

    @Override
    public boolean hasRoom() {
        return DirectoryRoom.isLeft(directory);
    }

    /** An upload that a crash cut off can never be finished: its key died with the process. */
    void sweep(@Observes StartupEvent start) throws IOException {
        Files.createDirectories(directory);
        int swept = 0;
        try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, "*" + DirectoryUpload.UNFINISHED)) {
            for (Path part : unfinished) {
                if (isLeft(part)) {
                    Files.deleteIfExists(part);
                    swept++;
                }
            }
        }
        if (swept > 0) {
            LOG.infof("swept %d unfinished uploads", swept);
        }
    }

    /** Whether nobody writes to it: another process that shares the directory may. */
    private boolean isLeft(Path part) throws IOException {
        Instant written = Files.getLastModifiedTime(part).toInstant();
        return sweepAfter.isZero() || written.isBefore(clock.instant().minus(sweepAfter));
    }
}
