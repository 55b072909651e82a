package org.penah.ceremony;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Writes files that their owner alone may read and that never replace another: mode 0600, folders 0700. */
public final class PrivateFile {

    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private PrivateFile() {}

    /**
     * Opens a new file.
     *
     * @throws java.nio.file.FileAlreadyExistsException if there is one
     */
    public static OutputStream create(Path file) throws IOException {
        Files.createFile(file, FILE_MODE);
        return Files.newOutputStream(file, StandardOpenOption.WRITE);
    }

    static void write(Path file, String text) throws IOException {
        Path parent = file.getParent();
        if (parent != null) {
            folder(parent);
        }
        try (OutputStream out = create(file)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    static void folder(Path folder) throws IOException {
        Files.createDirectories(folder, FOLDER_MODE);
    }

    /** Overwrites a file where it lies and takes it away; both are on the disk when this returns. */
    public static void destroy(Path file) throws IOException {
        // Not truncated: that would give the old blocks back as they are, and write zeros into others.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
            ByteBuffer zeros = ByteBuffer.allocate(Math.toIntExact(channel.size()));
            while (zeros.hasRemaining()) {
                channel.write(zeros);
            }
            channel.force(true);
        }
        Files.delete(file);
        Path parent = file.getParent();
        if (parent != null) {
            sync(parent);
        }
    }

    /** A name is on the disk, or off it, only once its folder is. */
    private static void sync(Path folder) throws IOException {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }
}
