package org.penah.notify.slot;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.penah.notify.LocalServices;
import org.penah.testbed.postgres.Postgres;
import org.penah.testbed.program.Command;

/** PostgreSQL with all its files on a small disk, if this machine lets us mount one. */
public class SmallPostgres extends LocalServices {

    static @Nullable SmallPostgres running;

    private Path disk = Path.of("nowhere");
    private Command.Ended mount;
    private Postgres server;

    @Override
    protected Postgres makePostgres() {
        try {
            disk = Files.createTempDirectory("penah-small");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        mount = Command.of("mount", "-t", "tmpfs", "-o", "size=128m", "penah-test", disk.toString())
                .run();
        running = this;
        server = Postgres.startIn(files());
        return server;
    }

    private Path files() {
        return disk.resolve("data");
    }

    /** How mounting the disk ended. */
    Command.Ended mount() {
        return mount;
    }

    /** Leaves no room, and has the server notice. */
    void fill() throws IOException {
        try (OutputStream filler = Files.newOutputStream(filler())) {
            while (true) {
                filler.write(new byte[4096]);
            }
        } catch (IOException full) {
            writeUntilItDies();
        }
    }

    /** Each switch needs another file of 16 MB. */
    private void writeUntilItDies() {
        while (true) {
            try {
                server.execute("postgres", "select pg_logical_emit_message(true, 'a', 'b'), pg_switch_wal()");
            } catch (IllegalStateException dead) {
                return;
            }
        }
    }

    void makeRoom() throws IOException {
        Files.delete(filler());
    }

    void startAgain() {
        server.startAgain(files());
    }

    private Path filler() {
        return disk.resolve("filler");
    }

    @Override
    public void stop() {
        super.stop();
        if (mount.exit() == 0) {
            Command.of("umount", disk.toString()).succeed();
        }
    }
}
