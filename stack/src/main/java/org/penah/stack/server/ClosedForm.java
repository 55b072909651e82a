package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
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
        run(server.command("stop", "tor"));
        try {
            keepClosed();
        } catch (IOException full) {
            throw new StackFailure(
                    "The form is closed now, but the next update opens it: %s was not written".formatted(settings()),
                    full);
        }
        // A container keeps the arguments that it was made with, and somebody may start this one.
        run(server.up("create", "tor"));
    }

    /** In the settings alone. */
    void keepClosed() throws IOException {
        if (!isClosed()) {
            List<String> lines = new ArrayList<>(Files.readAllLines(settings()));
            lines.add(CLOSED);
            write(lines);
        }
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
        Files.deleteIfExists(fresh);
        // Whatever a backup has put there, this follows no link.
        Files.write(fresh, lines, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        Files.setPosixFilePermissions(fresh, Files.getPosixFilePermissions(settings()));
        Files.move(fresh, settings(), StandardCopyOption.ATOMIC_MOVE);
    }

    private void run(List<String> command) throws IOException {
        if (server.programs().run(command, Input.NONE) != 0) {
            throw new StackFailure(String.join(" ", command) + " failed");
        }
    }
}
