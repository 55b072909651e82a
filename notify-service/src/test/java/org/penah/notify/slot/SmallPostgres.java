package org.penah.notify.slot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.penah.notify.LocalServices;
import org.penah.testbed.disk.SmallDisk;
import org.penah.testbed.postgres.Postgres;

/** PostgreSQL with all its files on a small disk, if this machine lets us mount one. */
public class SmallPostgres extends LocalServices {

    static @Nullable SmallPostgres running;

    private final SmallDisk disk = SmallDisk.over(newFolder(), "128m");
    private Postgres server;

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("penah-small");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    protected Postgres makePostgres() {
        running = this;
        server = disk.isMounted() ? Postgres.startIn(files()) : super.makePostgres();
        return server;
    }

    private Path files() {
        return disk.folder().resolve("data");
    }

    SmallDisk disk() {
        return disk;
    }

    /** Leaves no room, and has the server notice. */
    void fill() throws IOException {
        disk.fill();
        // Each switch needs another file of 16 MB.
        while (true) {
            try {
                server.execute("postgres", "select pg_logical_emit_message(true, 'a', 'b'), pg_switch_wal()");
            } catch (IllegalStateException dead) {
                return;
            }
        }
    }

    void startAgain() {
        server.startAgain(files());
    }

    @Override
    public void stop() {
        super.stop();
        disk.close();
        try {
            Files.delete(disk.folder());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }
}
