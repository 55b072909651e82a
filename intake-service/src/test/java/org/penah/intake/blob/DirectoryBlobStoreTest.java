package org.penah.intake.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobStoreTest {

    private static final Clock EVENING = Clock.fixed(Instant.parse("2026-11-24T21:17:43Z"), ZoneOffset.UTC);

    private record Settings(
            Path directory, Duration sweepAfter, MemorySize reserve, int spare, Optional<BucketConfig> bucket)
            implements BlobConfig {}

    private final Vertx vertx = Vertx.vertx();
    private final UUID id = UUID.randomUUID();

    @TempDir
    Path directory;

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_blob_is_whole_and_shows_the_day_and_no_finer_time() throws Exception {
        // When
        onContext(() -> {
            BlobUpload upload = store().begin(id, () -> true, fault -> {});
            upload.write(new byte[] {1, 2});
            upload.write(new byte[] {3});
            return upload.complete();
        });

        // Then
        Path blob = directory.resolve(id.toString());
        assertThat(directory).isDirectoryContaining(blob::equals);
        assertThat(blob).hasBinaryContent(new byte[] {1, 2, 3});
        assertThat(Files.getLastModifiedTime(blob).toInstant()).isEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
    }

    @Test
    void a_discarded_blob_leaves_nothing() throws Exception {
        // When
        onContext(() -> {
            BlobUpload upload = store().begin(id, () -> true, fault -> {});
            upload.write(new byte[100_000]);
            return upload.discard();
        });

        // Then
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_complete_blob_can_not_be_taken_back() throws Exception {
        // When
        onContext(() -> {
            BlobUpload upload = store().begin(id, () -> true, fault -> {});
            return upload.complete().eventually(() -> upload.discard());
        });

        // Then
        assertThat(directory.resolve(id.toString())).exists();
    }

    @Test
    void a_writer_that_is_ahead_is_asked_to_wait_and_called_back() throws Exception {
        // Given
        CountDownLatch diskIsFree = new CountDownLatch(1);
        DirectoryBlobStore store = store();
        keepWritersBusyUntil(diskIsFree);
        CompletableFuture<Boolean> fullBefore = new CompletableFuture<>();
        CompletableFuture<Boolean> fullAfterRoom = new CompletableFuture<>();

        // When
        onContext(() -> {
            BlobUpload upload = store.begin(id, () -> true, fault -> {});
            upload.write(new byte[1_000_000]);
            fullBefore.complete(upload.full());
            upload.whenRoom(() -> fullAfterRoom.complete(upload.full()));
            diskIsFree.countDown();
            return upload.complete();
        });

        // Then
        assertThat(fullBefore).isCompletedWithValue(true);
        assertThat(fullAfterRoom.get(5, TimeUnit.SECONDS)).isFalse();
    }

    @Test
    void a_store_that_fails_says_so_once_and_completes_nothing() throws IOException {
        // Given
        Files.createFile(directory.resolve(id + ".part"));
        CompletableFuture<Void> told = new CompletableFuture<>();

        // When
        var complete = assertThatThrownBy(() -> onContext(() -> {
            BlobUpload upload = store().begin(
                            id,
                            () -> true,
                            fault -> assertThat(told.complete(null)).isTrue());
            upload.write(new byte[10]);
            return upload.complete();
        }));

        // Then
        complete.hasRootCauseInstanceOf(java.nio.file.FileAlreadyExistsException.class);
        assertThat(told).isCompleted();
        assertThat(directory.resolve(id.toString())).doesNotExist();
    }

    @Test
    void what_a_crash_left_unfinished_is_swept_at_start() throws IOException {
        // Given
        Files.createFile(directory.resolve(id + ".part"));
        Path whole = Files.createFile(directory.resolve(id.toString()));

        // When
        store().sweep(new StartupEvent());

        // Then
        assertThat(directory).isDirectoryContaining(whole::equals);
        assertThat(directory.resolve(id + ".part")).doesNotExist();
    }

    @Test
    void what_another_process_is_still_writing_stays() throws IOException {
        // Given
        Path left = Files.createFile(directory.resolve(id + ".part"));
        Files.setLastModifiedTime(left, FileTime.from(EVENING.instant().minus(Duration.ofMinutes(61))));
        Path another = Files.createFile(directory.resolve(UUID.randomUUID() + ".part"));
        Files.setLastModifiedTime(another, FileTime.from(EVENING.instant().minus(Duration.ofMinutes(59))));

        // When
        store(Duration.ofHours(1)).sweep(new StartupEvent());

        // Then
        assertThat(left).doesNotExist();
        assertThat(another).exists();
    }

    /** Else a quick disk would have written all before the test could look. */
    private void keepWritersBusyUntil(CountDownLatch free) {
        var writers = vertx.createSharedWorkerExecutor(DirectoryBlobStore.POOL, DirectoryBlobStore.WRITERS);
        for (int i = 0; i < DirectoryBlobStore.WRITERS; i++) {
            writers.executeBlocking(
                    () -> {
                        free.await();
                        return null;
                    },
                    false);
        }
    }

    private DirectoryBlobStore store() {
        return store(Duration.ZERO);
    }

    private DirectoryBlobStore store(Duration sweepAfter) {
        return new DirectoryBlobStore(
                new Settings(directory, sweepAfter, new MemorySize(BigInteger.ZERO), 0, Optional.empty()),
                EVENING,
                vertx,
                Optional.empty());
    }

    private void onContext(Supplier<Future<Void>> work) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        vertx.runOnContext(ignored -> work.get().onComplete(result -> {
            if (result.succeeded()) {
                done.complete(null);
            } else {
                done.completeExceptionally(result.cause());
            }
        }));
        done.get(5, TimeUnit.SECONDS);
    }
}
