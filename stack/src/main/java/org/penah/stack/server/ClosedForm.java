package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.penah.stack.StackFailure;
import org.penah.stack.process.OtherPrograms.Input;

/**
 * The onion service that sources come through. That somebody has closed it is a line of the settings, which keeps tor off the network whatever starts it.
 */
record ClosedForm(Installation server) {

    private static final String CLOSED = "PENAH_CLOSED=1";

    boolean isClosed() throws IOException {
        return server.settingLines().contains(CLOSED);
    }

    /** At once, whatever else runs. */
    void close() throws IOException {
        run(server.command("stop", "tor"));
        try {
            keepClosed();
            Files.deleteIfExists(server.installing());
        } catch (IOException full) {
            throw new StackFailure(
                    "The form is closed now, but the next update opens it: %s was not written"
                            .formatted(server.settings()),
                    full);
        }
        // A container keeps the arguments that it was made with, and somebody may start this one.
        run(server.up("create", "tor"));
    }

    /** In the settings alone. */
    void keepClosed() throws IOException {
        server.change(lines -> {
            if (!lines.contains(CLOSED)) {
                lines.add(CLOSED);
            }
        });
    }

    /** The installation opens it at its end, unless somebody closes it meanwhile. */
    void closeForInstallation() throws IOException {
        Installation.write(server.installing(), "", Installation.READABLE);
        keepClosed();
    }

    /** At somebody's word, who cannot know during an installation whether the desk has every key. */
    void openAgain() throws IOException {
        if (server.isInstalling()) {
            throw new StackFailure(
                    "An installation runs, or was interrupted: it opens the form at its end, once the desk has every key. Repeat it. Nothing was changed.");
        }
        server.lockBesideBackup("an opening of the form").during(this::open);
    }

    /** Of a command that keeps the others away already. */
    void open() throws IOException {
        server.change(lines -> lines.remove(CLOSED));
        run(server.up("up", "--detach", "--wait", "tor"));
        Files.deleteIfExists(server.installing());
    }

    private void run(List<String> command) throws IOException {
        if (server.programs().run(command, Input.NONE) != 0) {
            throw new StackFailure(String.join(" ", command) + " failed");
        }
    }
}
