package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.penah.stack.StackFailure;

/** Asks whether the disks hold what a command is about to write: on a full disk the form closes and the databases end. */
final class DiskSpace {

    /** Bytes that stay free on each disk. */
    static final long LEFT_FREE = 2L << 30;

    private static final double GIB = 1 << 30;

    private final ToLongFunction<Path> free;
    private final Map<FileStore, Path> places = new HashMap<>();
    private final Map<FileStore, Long> needed = new HashMap<>();

    /** @param free the bytes that are free where a folder is */
    DiskSpace(ToLongFunction<Path> free) {
        this.free = free;
    }

    /** Folders on one disk share its room. */
    DiskSpace and(Path folder, long bytes) throws IOException {
        Path there = folder.toAbsolutePath();
        while (!Files.exists(there)) {
            there = there.resolveSibling(".").normalize();
        }
        FileStore disk = Files.getFileStore(there);
        places.putIfAbsent(disk, there);
        needed.merge(disk, bytes, Long::sum);
        return this;
    }

    /**
     * Looks at each disk.
     *
     * @param what needs the room, with its article
     * @throws StackFailure if one has too little
     */
    void require(String what) {
        needed.forEach((disk, bytes) -> {
            Path place = places.get(disk);
            long missing = bytes + LEFT_FREE - free.applyAsLong(place);
            if (missing > 0) {
                throw new StackFailure(
                        "%s needs up to %.1f GiB on the disk of %s, and 2 GiB must stay free: %.1f GiB are missing. Nothing was changed."
                                .formatted(what, bytes / GIB, place, Math.ceil(missing / GIB * 10) / 10));
            }
        });
    }
}
