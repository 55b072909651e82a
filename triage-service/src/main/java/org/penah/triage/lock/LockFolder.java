package org.penah.triage.lock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Keeps the locks, a file each of {@value EpochLock#BYTES} bytes, named {@code queue.epoch}. The result is on the disk
 * when the call returns; several instances may call at once.
 */
final class LockFolder {

    /** As the key manifest allows, so a name is never a path. */
    private static final Pattern QUEUE = Pattern.compile("[a-z0-9-]{1,32}");

    /** No lock's name: those have a point. */
    private static final String ID = "folder-id";

    private static final FileAttribute<?> OURS_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path folder;

    LockFolder(Path folder) {
        this.folder = folder;
    }

    /** Never makes the folder: one that is not there is a volume that was not mounted. */
    boolean isThere() {
        return Files.isDirectory(folder) && Files.isWritable(folder);
    }

    /** The id of this folder, if it has one. */
    Optional<UUID> id() throws IOException {
        try {
            return Optional.of(UUID.fromString(Files.readString(folder.resolve(ID))));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IllegalArgumentException damaged) {
            throw new IOException("the id of the folder of locks is damaged", damaged);
        }
    }

    /** Gives this folder an id. */
    UUID nameIt() throws IOException {
        UUID id = UUID.randomUUID();
        put(folder.resolve(ID), id.toString().getBytes(StandardCharsets.US_ASCII));
        return id;
    }

    Optional<EpochLock> find(String queue, int epoch) throws IOException {
        try {
            byte[] key = Files.readAllBytes(file(queue, epoch));
            // A file of another length is not a lock, and opens nothing.
            Optional<EpochLock> lock =
                    key.length == EpochLock.BYTES ? Optional.of(new EpochLock(key)) : Optional.empty();
            Arrays.fill(key, (byte) 0);
            return lock;
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Finds the lock, or makes it; of two that make it at once, one is kept. */
    EpochLock obtain(String queue, int epoch) throws IOException {
        Optional<EpochLock> known = find(queue, epoch);
        return known.isPresent() ? known.get() : make(queue, epoch);
    }

    private EpochLock make(String queue, int epoch) throws IOException {
        try {
            put(file(queue, epoch), EpochLock.random(EpochLock.BYTES));
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // Another instance's is as good.
        }
        return find(queue, epoch).orElseThrow(() -> new IOException("a lock went as soon as it was made"));
    }

    private void put(Path name, byte[] content) throws IOException {
        // Complete before it has its name: even after a crash, a reader finds all of it or nothing.
        Path whole = folder.resolve("." + UUID.randomUUID());
        try {
            try (FileChannel channel = FileChannel.open(
                    whole, Set.<OpenOption>of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OURS_ALONE)) {
                write(channel, content);
            }
            Files.createLink(name, whole);
        } finally {
            Files.deleteIfExists(whole);
            sync();
        }
    }

    /** Overwrites the lock and takes it away; one that is gone stays gone. */
    void destroy(String queue, int epoch) throws IOException {
        Path file = file(queue, epoch);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            write(channel, EpochLock.random(EpochLock.BYTES));
        } catch (NoSuchFileException gone) {
            return;
        }
        Files.deleteIfExists(file);
        sync();
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            channel.write(left);
        }
        channel.force(true);
        Arrays.fill(bytes, (byte) 0);
    }

    /** A name is on the disk, or off it, only once its folder is. */
    private void sync() throws IOException {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    private Path file(String queue, int epoch) {
        if (!QUEUE.matcher(queue).matches()) {
            throw new IllegalArgumentException("the name of a queue has other letters than a-z, 0-9 and hyphens");
        }
        return folder.resolve(queue + "." + epoch);
    }
}
