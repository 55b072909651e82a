package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Changes the secret that notify-service seals our keys for partners with. While the file has two, with a tab between, the first seals and both open; at its
 * start notify-service seals again what the second had sealed. After an interruption the same command goes on.
 */
record WrappingRotation(Installation server) {

    static final String NAME = "notify-wrapping";

    private static final String SERVICE = "notify";

    void run() throws IOException {
        Path file = server.home().resolve("secrets").resolve(NAME);
        Path next = server.next(NAME);
        if (!Files.exists(next)) {
            Installation.write(next, Rotation.password(), Files.getPosixFilePermissions(file));
        }
        String fresh = Files.readString(next);
        String now = Files.readString(file);
        if (!now.equals(fresh)) {
            if (!now.startsWith(fresh)) {
                write(file, fresh + "\t" + now);
            }
            // Healthy only once all is sealed with the new one.
            server.restart(SERVICE);
            write(file, fresh);
        }
        server.restart(SERVICE);
        Files.delete(next);
    }

    private static void write(Path file, String text) throws IOException {
        Installation.write(file, text, Files.getPosixFilePermissions(file));
    }
}
