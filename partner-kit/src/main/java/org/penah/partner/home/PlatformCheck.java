package org.penah.partner.home;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.UUID;

/** Says before any key is made whether this machine can keep it, and whether anybody has tried. */
public final class PlatformCheck {

    private static final String ADVICE = " Use Linux, or a Linux virtual machine, and a disk that Linux formats.";

    private PlatformCheck() {}

    /**
     * Refuses a place where files cannot be for their owner alone, or cannot be put there whole.
     *
     * @param folder need not be there
     */
    public static void requireCapable(Path folder) throws IOException {
        if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            throw new IOException(
                    System.getProperty("os.name") + " cannot keep keys here for their owner alone." + ADVICE);
        }
        PrivateFile.makeFolder(folder);
        Path probe = folder.resolve("." + UUID.randomUUID() + ".probe");
        try {
            PrivateFile.create(probe, new byte[1]);
            requireRefused(probe);
            String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(probe));
            if (!permissions.equals("rw-------")) {
                throw new IOException("its files are " + permissions);
            }
        } catch (IOException | UnsupportedOperationException incapable) {
            throw new IOException(
                    "the disk of " + folder + " cannot keep keys for their owner alone (" + incapable.getMessage()
                            + ")." + ADVICE,
                    incapable);
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    /** What to know beforehand; nothing on Linux, where all of it is tested. */
    public static Optional<String> warning() {
        String system = System.getProperty("os.name");
        return system.equals("Linux")
                ? Optional.empty()
                : Optional.of("penah-partner is tested on Linux alone. On " + system
                        + " nobody has tried it: run penah-partner drill, and look whether the sound and the nudge reach you,"
                        + " before you rely on it.");
    }

    private static void requireRefused(Path probe) throws IOException {
        try {
            PrivateFile.create(probe, new byte[1]);
        } catch (FileAlreadyExistsException asItShould) {
            return;
        }
        throw new IOException("it replaces files");
    }
}
