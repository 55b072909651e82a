package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.penah.stack.StackFailure;
import org.penah.stack.process.OtherPrograms.Input;

/** The key of the onion service that sources come through, which is its address. */
record OnionKey(Installation server) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ADDRESS = "PENAH_ONION=";
    private static final String MADE =
            "until test -s /var/lib/tor/penah/hostname; do sleep 1; done; cat /var/lib/tor/penah/hostname";

    /** Deletes it, starts everything with a new one, and returns the new address. Repeated after an interruption, it makes one more. */
    String replace() throws IOException {
        Path key = server.volume("tor").resolve("penah");
        // Code that runs in tor's container could keep the old key, or choose the new one: the next container is made
        // of the image.
        run(server.command("rm", "--stop", "--force", "tor"));
        run(List.of("rm", "--recursive", "--force", key.toString()));
        run(server.up("up", "--detach", "tor"));
        String address = address();
        List<String> lines = new ArrayList<>(Files.readAllLines(server.settings()));
        if (lines.contains(ADDRESS + address)) {
            throw new StackFailure("tor still has the key from before. Repeat this.");
        }
        lines.removeIf(line -> line.startsWith(ADDRESS));
        lines.add(ADDRESS + address);
        server.writeSettings(lines);
        run(server.up("up", "--detach", "--wait"));
        return address;
    }

    /** That of the key with which tor runs, which makes one where there is none. */
    String address() throws IOException {
        List<String> asked = server.command("exec", "-T", "tor", "sh", "-c", MADE);
        return server.programs()
                .ask(PATIENCE, asked.get(0), asked.subList(1, asked.size()).toArray(String[]::new))
                .map(String::strip)
                .filter(said -> said.endsWith(".onion"))
                .orElseThrow(() -> new StackFailure(
                        "tor has made no key: docker compose -f stack/compose.yaml logs tor. Repeat this."));
    }

    private void run(List<String> command) throws IOException {
        if (server.programs().run(command, Input.NONE) != 0) {
            throw new StackFailure(String.join(" ", command) + " failed. Repeat this.");
        }
    }
}
