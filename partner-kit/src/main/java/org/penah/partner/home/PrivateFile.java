package org.penah.partner.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Writes files that only their owner reads, each whole and on the disk or not there at all. */
public final class PrivateFile {

    private PrivateFile() {}

    /** Makes a folder that only its owner may enter, if it is missing. */
    public static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
    }

    /**
     * Writes a file that is not there yet.
     *
     * @throws java.nio.file.FileAlreadyExistsException if it is; nothing is ever written over
     */
    public static void create(Path file, byte[] content) throws IOException {
        // A link fails where a move would replace.
        write(file, content, part -> Files.createLink(file, part));
    }

    /** Writes one file with all these names, of one folder: on a slow disk as fast as with one name. One that is taken stays. */
    public static void create(List<Path> names, byte[] content) throws IOException {
        write(names.get(0), content, part -> {
            for (Path name : names) {
                try {
                    Files.createLink(name, part);
                } catch (FileAlreadyExistsException taken) {
                    // As it should be.
                }
            }
        });
    }

    /** Makes these empty files, of one folder, where they are missing: on a slow disk as fast as one. */
    public static void mark(Collection<Path> files) throws IOException {
        List<Path> missing = files.stream().filter(file -> !Files.exists(file)).toList();
        for (Path file : missing) {
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            } catch (FileAlreadyExistsException markedMeanwhile) {
                // As it should be.
            }
        }
        if (!missing.isEmpty()) {
            syncFolderOf(missing.get(0));
        }
    }

    /** Writes or replaces a file; a reader finds either the old one or the new one, complete. */
    public static void replace(Path file, byte[] content) throws IOException {
        write(file, content, part -> Files.move(part, file, StandardCopyOption.ATOMIC_MOVE));
    }

    private interface Placing {
        void place(Path part) throws IOException;
    }

    private static void write(Path file, byte[] content, Placing placing) throws IOException {
        Path part = file.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel channel = FileChannel.open(
                    part,
                    Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
                ByteBuffer left = ByteBuffer.wrap(content);
                while (left.hasRemaining()) {
                    channel.write(left);
                }
                channel.force(true);
            }
            placing.place(part);
        } finally {
            Files.deleteIfExists(part);
        }
        syncFolderOf(file);
    }

    private static void syncFolderOf(Path file) throws IOException {
        try (FileChannel folder = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }
}
