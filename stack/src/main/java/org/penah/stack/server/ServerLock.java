package org.penah.stack.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.penah.stack.StackFailure;

/**
 * The one lock of every command that replaces, copies or brings what a server has: secrets, data, keys or programs. It ends with the process that
 * holds it, however that ends.
 */
final class ServerLock {

    private static final int LONGEST_HOLDER = 64;

    /** For how long a backup may go on after it was told to end. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration INTERVAL = Duration.ofMillis(100);

    private final @Nullable FileChannel channel;

    /** @param channel null if it is the backup's */
    private ServerLock(@Nullable FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @param what takes it, with its article: the message to the one who comes second begins with it
     * @throws StackFailure if another command holds it
     */
    static ServerLock take(Path file, String what) throws IOException {
        Optional<ServerLock> lock = tryTake(file, what);
        if (lock.isEmpty()) {
            throw refusal(Holder.of(file), "");
        }
        return lock.get();
    }

    /** Takes it; if a backup holds it, that is ended first. */
    static ServerLock takeFromBackup(Path file, String what) throws IOException {
        Optional<ServerLock> lock = tryTake(file, what);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (lock.isEmpty()) {
            Holder holder = Holder.of(file);
            // Nobody: it is just given back, or just taken.
            if (!holder.isBackup() && holder.process != 0) {
                throw refusal(holder, " Only a backup may be ended.");
            }
            if (System.nanoTime() > end) {
                throw refusal(holder, " It was told to end, and has not.");
            }
            holder.end();
            Installation.pause(INTERVAL);
            lock = tryTake(file, what);
        }
        return lock.get();
    }

    /** For what a backup may go on beside: it may take six hours, and nobody waits so long to take a leaver from a list. */
    static ServerLock takeBesideBackup(Path file, String what) throws IOException {
        Optional<ServerLock> lock = tryTake(file, what);
        if (lock.isPresent()) {
            return lock.get();
        }
        Holder holder = Holder.of(file);
        if (!holder.isBackup()) {
            throw refusal(holder, "");
        }
        return new ServerLock(null);
    }

    /** Something that a command does. */
    @FunctionalInterface
    interface Work {
        void run() throws IOException;
    }

    /** Gives it back once that is done, or has failed. */
    void during(Work work) throws IOException {
        try {
            work.run();
        } finally {
            close();
        }
    }

    /** @param wayOn a sentence with a space before it, or nothing */
    static StackFailure refusal(Holder holder, String wayOn) {
        return new StackFailure("%s runs, since %tF %<tR UTC; look again when it has ended. Nothing was changed.%s"
                .formatted(holder.what, ZonedDateTime.ofInstant(holder.since, ZoneOffset.UTC), wayOn));
    }

    /** Empty if another command holds it. */
    static Optional<ServerLock> tryTake(Path file, String what) throws IOException {
        FileChannel channel = FileChannel.open(
                file,
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        LinkOption.NOFOLLOW_LINKS),
                // A process that may read it could lock it.
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        try {
            if (channel.tryLock() != null) {
                String holder = what + "\n" + ProcessHandle.current().pid();
                channel.truncate(0).write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.US_ASCII)), 0);
                return Optional.of(new ServerLock(channel));
            }
        } catch (OverlappingFileLockException ours) {
            // The same for both.
        }
        channel.close();
        return Optional.empty();
    }

    /** The file stays, because somebody may have opened it already. */
    private void close() throws IOException {
        if (channel != null) {
            channel.truncate(0);
            channel.close();
        }
    }

    /**
     * Who holds a lock, as it has said.
     *
     * @param since the file has changed last, so nothing more is written anywhere
     */
    record Holder(String what, long process, Instant since) {

        static Holder of(Path file) throws IOException {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
                ByteBuffer said = ByteBuffer.allocate(LONGEST_HOLDER);
                channel.read(said, 0);
                String[] lines = new String(said.array(), 0, said.position(), StandardCharsets.US_ASCII).split("\n", 2);
                return new Holder(
                        lines[0].isEmpty() ? "another command" : lines[0],
                        lines.length == 2 ? Long.parseLong(lines[1]) : 0,
                        Files.getLastModifiedTime(file).toInstant());
            }
        }

        boolean isBackup() {
            return what.equals(Backup.NAME);
        }

        /** Asks the process to end, if it was there before it is said to hold the lock: its number may be another's by now. */
        private void end() {
            ProcessHandle.of(process)
                    .filter(each -> each.info()
                            .startInstant()
                            .filter(start -> start.isBefore(since))
                            .isPresent())
                    .ifPresent(ProcessHandle::destroy);
        }
    }
}
