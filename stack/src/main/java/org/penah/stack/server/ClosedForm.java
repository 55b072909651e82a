package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.penah.stack.StackFailure;
import org.penah.stack.process.OtherPrograms.Input;

/**
 * The onion service that sources come through. That somebody has closed it is a line of the settings, which keeps tor off the network whatever starts it.
 */
record ClosedForm(Installation server) {

    private static final String CLOSED = "PENAH_CLOSED=1";

    boolean isClosed() throws IOException {
        return Files.exists(settings()) && Files.readAllLines(settings()).contains(CLOSED);
    }

    void close() throws IOException {
        if (!isClosed()) {
            List<String> lines = new ArrayList<>(Files.readAllLines(settings()));
            lines.add(CLOSED);
            write(lines);
        }
        run(server.command("stop", "tor"));
    }

    void open() throws IOException {
        write(Files.readAllLines(settings()).stream()
                .filter(line -> !line.equals(CLOSED))
                .toList());
        run(server.up("up", "--detach", "--wait", "tor"));
    }

    private Path settings() {
        return server.home().resolve("env");
    }

    /** Whole or not at all: without its other lines intake-service forgets its address. */
    private void write(List<String> lines) throws IOException {
        Path fresh = server.home().resolve("env.new");
        Files.write(fresh, lines);
        Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(settings()));
        Files.move(fresh, settings(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(List<String> command) throws IOException {
        if (server.programs().run(command, Input.NONE) != 0) {
            throw new StackFailure(String.join(" ", command) + " failed");
        }
    }
}
