package org.penah.intake.blob;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** Bounds how far one blob may grow on a disk that is filling. Not safe for use by several threads. */
final class DirectoryRoom {

    /** The size that every tip may have, down to the last of the disk: a text, and a picture or two. */
    static final long SMALL = 2 << 20;

    private static final long MEGABYTE = 1 << 20;

    private final File disk;
    private final long reserve;
    private final int spare;
    private final BooleanSupplier mayFill;
    private long asked = SMALL;
    private boolean fills = true;

    /**
     * @param reserve free bytes of the disk below which no blob grows large
     * @param spare free percents of it below which only those do that may fill it
     */
    DirectoryRoom(Path directory, long reserve, int spare, BooleanSupplier mayFill) {
        this.disk = directory.toFile();
        this.reserve = reserve;
        this.spare = spare;
        this.mayFill = mayFill;
    }

    /** Whether a small blob fits; not on a disk that may only be read. */
    static boolean isLeft(Path directory) {
        return directory.toFile().getUsableSpace() >= SMALL && Files.isWritable(directory);
    }

    /** @throws ReservedSpaceException if it must not become as long as that */
    void grow(long length) throws ReservedSpaceException {
        if (length <= SMALL) {
            return;
        }
        for (; asked < length; asked += MEGABYTE) {
            fills &= mayFill.getAsBoolean();
        }
        long free = disk.getUsableSpace();
        if (free < reserve || (!fills && free < disk.getTotalSpace() / 100 * spare)) {
            throw new ReservedSpaceException();
        }
    }
}
