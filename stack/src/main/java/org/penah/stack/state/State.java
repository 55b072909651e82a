package org.penah.stack.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.penah.stack.Folders;
import org.penah.stack.StackFailure;

/** The folder {@code .penah}: everything that outlives the processes. One supervisor holds it at a time. */
public final class State implements AutoCloseable {

    private static final Set<String> KEPT = Set.of("lock", "run", "logs");

    /** A fresh start writes about 400 MB (PostgreSQL, its log, the broker's journal); less than this ends badly. */
    public static final long NEEDED_BYTES = 1L << 30;

    private final Path root;
    private final FileChannel lockFile;
    private @Nullable Secrets secrets;

    private State(Path root, FileChannel lockFile) {
        this.root = root;
        this.lockFile = lockFile;
    }

    /**
     * Makes or opens the folder and keeps others out until {@link #close}.
     *
     * @throws StackFailure if another supervisor holds it, or the disk is nearly full
     */
    public static State open(Path folder) {
        try {
            Path root = makePrivate(folder.toAbsolutePath().normalize());
            long usable = Files.getFileStore(root).getUsableSpace();
            if (usable < NEEDED_BYTES) {
                throw new StackFailure("The disk that holds %s is full: %d MB are left and Penah needs %d MB."
                        .formatted(root, usable >> 20, NEEDED_BYTES >> 20));
            }
            FileChannel lockFile =
                    FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(lockFile)) {
                lockFile.close();
                throw new StackFailure("Penah already runs on " + root + "; stop it first, or give --state another.");
            }
            return new State(root, lockFile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean lock(FileChannel file) throws IOException {
        try {
            @Nullable FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException heldByThisVeryProcess) {
            return false;
        }
    }

    /** Removes everything but the lock, the notes on what still runs and the logs, which each start empties. */
    public void clear() {
        try (var children = Files.list(root)) {
            for (Path child : children.toList()) {
                if (!KEPT.contains(child.getFileName().toString())) {
                    Folders.delete(child);
                }
            }
            secrets = null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path root() {
        return root;
    }

    /** A folder of this name, made if it is missing, that only its owner may enter. */
    public Path folder(String name) {
        try {
            return makePrivate(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folder, emptied. */
    public Path freshFolder(String name) {
        try {
            if (Files.exists(root.resolve(name))) {
                Folders.delete(root.resolve(name));
            }
            return folder(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a file that only its owner may read, in place of an older one. */
    public void writePrivately(Path file, String content) throws IOException {
        PrivateFile.write(file, content);
    }

    public Secrets secrets() {
        if (secrets == null) {
            secrets = new Secrets(folder("secrets"));
        }
        return secrets;
    }

    private static Path makePrivate(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
