package org.penah.intake.blob;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One file being written by worker threads, one step after the other; a step that fails stops those behind it.
 *
 * <p>It is open only during a step: otherwise thousands of uploads that wait for their sources would use up the
 * process's open files. Sealed bytes gather while a step waits for its thread, and the next step writes them all.
 */
final class DirectoryUpload implements BlobUpload {

    static final String UNFINISHED = ".part";

    /** Sealed bytes that may wait for the disk before the client is asked to wait. */
    private static final int MOST_WAITING = 256 * 1024;

    private final Path directory;
    private final Path part;
    private final Path blob;
    private final Clock clock;
    private final WorkerExecutor writers;
    private final Consumer<Throwable> onFault;
    private final DirectoryRoom room;
    private long written;
    private Future<Void> steps;
    private List<byte[]> gathered = new ArrayList<>();
    private int waiting;
    private boolean faulty;
    private @Nullable Runnable resume;

    DirectoryUpload(
            Path directory,
            String name,
            DirectoryRoom room,
            Clock clock,
            WorkerExecutor writers,
            Consumer<Throwable> onFault) {
        this.directory = directory;
        this.part = directory.resolve(name + UNFINISHED);
        this.blob = directory.resolve(name);
        this.clock = clock;
        this.writers = writers;
        this.onFault = onFault;
        this.room = room;
        this.steps = work(this::create).onFailure(this::report);
    }

    @Override
    public void write(byte[] sealed) {
        waiting += sealed.length;
        gathered.add(sealed);
        if (gathered.size() == 1) {
            steps = steps.transform(this::writeGathered).onFailure(this::report);
        }
    }

    private Future<Void> writeGathered(AsyncResult<Void> before) {
        List<byte[]> pieces = gathered;
        gathered = new ArrayList<>();
        Future<Void> step = before.succeeded() ? work(() -> append(pieces)) : Future.failedFuture(before.cause());
        return step.onComplete(done -> {
            pieces.forEach(piece -> waiting -= piece.length);
            resumeIfRoom();
        });
    }

    @Override
    public boolean full() {
        return waiting > MOST_WAITING;
    }

    @Override
    public void whenRoom(Runnable resume) {
        this.resume = resume;
        resumeIfRoom();
    }

    /** The unfinished file, once everything is in it. */
    Future<Path> written() {
        return steps.map(part);
    }

    @Override
    public Future<Void> deliver() {
        return steps;
    }

    @Override
    public Future<Void> complete() {
        steps = steps.compose(written -> work(this::publish));
        return steps;
    }

    @Override
    public Future<Void> discard() {
        steps = steps.transform(anyway -> work(this::delete));
        return steps;
    }

    private void report(Throwable fault) {
        if (!faulty) {
            faulty = true;
            onFault.accept(fault);
        }
    }

    private void resumeIfRoom() {
        Runnable waitingForRoom = resume;
        if (waitingForRoom != null && !full()) {
            resume = null;
            waitingForRoom.run();
        }
    }

    private Future<Void> work(Step step) {
        return writers.executeBlocking(
                () -> {
                    step.run();
                    return null;
                },
                false);
    }

    private void create() throws IOException {
        FileChannel.open(
                        part,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r-----")))
                .close();
    }

    private void append(List<byte[]> pieces) throws IOException {
        written += pieces.stream().mapToLong(piece -> piece.length).sum();
        room.grow(written);
        try (FileChannel end = FileChannel.open(part, StandardOpenOption.APPEND)) {
            for (byte[] piece : pieces) {
                ByteBuffer sealed = ByteBuffer.wrap(piece);
                while (sealed.hasRemaining()) {
                    end.write(sealed);
                }
            }
        }
    }

    private void publish() throws IOException {
        // The file's modification time is the day; the file system's own clocks stay finer.
        Instant day = LocalDate.now(clock).atStartOfDay(ZoneOffset.UTC).toInstant();
        Files.setLastModifiedTime(part, FileTime.from(day));
        // Syncs what was written through any descriptor.
        try (FileChannel whole = FileChannel.open(part, StandardOpenOption.WRITE)) {
            whole.force(true);
        }
        Files.move(part, blob, StandardCopyOption.ATOMIC_MOVE);
        // A rename is durable only once its directory is.
        try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private void delete() throws IOException {
        Files.deleteIfExists(part);
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }
}
