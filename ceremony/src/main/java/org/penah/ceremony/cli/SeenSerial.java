package org.penah.ceremony.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The highest serial that somebody has seen, and the file in which they keep it, if they do. */
final class SeenSerial {

    private final int atLeast;
    private final @Nullable Path file;

    SeenSerial(int atLeast, @Nullable Path file) {
        this.atLeast = atLeast;
        this.file = file;
    }

    int highest() throws IOException {
        return Math.max(atLeast, kept());
    }

    /** To be called once a manifest was accepted. */
    void keep(int serial) throws IOException {
        if (file != null && serial > kept()) {
            Files.writeString(file, serial + "\n");
        }
    }

    private int kept() throws IOException {
        if (file == null || !Files.exists(file)) {
            return 0;
        }
        try {
            return Integer.parseInt(Files.readString(file).strip());
        } catch (NumberFormatException e) {
            throw new RefusedException(file + " holds no serial");
        }
    }
}
