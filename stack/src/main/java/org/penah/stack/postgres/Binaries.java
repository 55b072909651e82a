package org.penah.stack.postgres;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** Unpacks PostgreSQL's programs for this machine. */
final class Binaries {

    private static final int EXECUTE_BITS = 0111;

    /** Says which distribution it found; nobody asked. */
    private static final Logger RESOLVER = Logger.getLogger(DefaultPostgresBinaryResolver.class.getName());

    private Binaries() {}

    /** Unpacks into the folder unless it is there already; a half-unpacked one from an earlier kill does not count. */
    static void unpackTo(Path folder) throws IOException {
        unpackTo(folder, System.getProperty("os.arch"));
    }

    /** @param architecture as Java names it */
    static void unpackTo(Path folder, String architecture) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        RESOLVER.setLevel(Level.WARNING);
        Path unfinished = folder.resolveSibling(folder.getFileName() + ".part");
        try (InputStream packed =
                        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system(), asArchived(architecture));
                TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                unpack(entry, tar, unfinished);
            }
        }
        Files.move(unfinished, folder);
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder) throws IOException {
        Path target = folder.resolve(entry.getName()).normalize();
        if (!target.startsWith(folder)) {
            throw new IOException("PostgreSQL's archive holds an entry outside its folder");
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink()) {
            Files.deleteIfExists(target);
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target, StandardCopyOption.REPLACE_EXISTING);
        if ((entry.getMode() & EXECUTE_BITS) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    private static String system() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "Darwin" : "Linux";
    }

    private static String asArchived(String architecture) {
        return switch (architecture) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm_64";
            default -> architecture;
        };
    }
}
