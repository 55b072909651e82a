package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The receipt of our own synthetic source, and its mailbox, by which intake-service knows a canary tip. */
record CanaryReceipt(Installation server) {

    static final String NAME = "canary-receipt";

    /** The setting of intake-service, as in compose.yaml. */
    static final String SETTING = "PENAH_CANARY_MAILBOX";

    Path mailbox() {
        return server.home().resolve("canary/mailbox");
    }

    /** Makes the first; of half of one there is nothing to keep. */
    void makeFirst() throws IOException {
        if (!Files.exists(mailbox())) {
            Files.deleteIfExists(file());
            Installation.write(mailbox(), make(NAME), Installation.READABLE);
        }
    }

    /**
     * Makes a new one. No canary tip comes until both ends have it; a tip that the canary was at is deleted in its time, as others are. Repeated after
     * an interruption, it goes on with the same.
     */
    void replace() throws IOException {
        Path next = server.next(NAME);
        String mailbox = make(next.getFileName().toString());
        server.run(server.command("stop", "canary"));
        Installation.write(mailbox(), mailbox, Installation.READABLE);
        server.set(SETTING, mailbox);
        Installation.write(file(), Files.readString(next), Installation.READABLE);
        server.run(server.up("up", "--detach", "--wait", "intake"));
        server.restart("canary");
        Files.delete(next);
    }

    /**
     * Makes a receipt where none is.
     *
     * @return its mailbox
     */
    private String make(String name) throws IOException {
        String mailbox = new OneOff(server)
                .init(
                        OneOff.ROOT,
                        server.home().toAbsolutePath() + ":/etc/penah",
                        "canary",
                        "--receipt=/etc/penah/secrets/" + name,
                        "--keys=/etc/penah/keys");
        // For the user of its container; nobody else enters the home.
        Files.setPosixFilePermissions(file().resolveSibling(name), Installation.READABLE);
        return mailbox;
    }

    private Path file() {
        return server.home().resolve("secrets").resolve(NAME);
    }
}
