package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.penah.stack.Folders;
import org.penah.stack.StackFailure;
import org.penah.stack.process.OtherPrograms.Input;

/**
 * The key of the onion service that sources come through. It is the address: with another key the old address leads nowhere, and the old key goes
 * once everything runs with the new one. An interruption loses neither: the same command goes on.
 */
record OnionKey(Installation server) {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ADDRESS = "PENAH_ONION=";
    private static final String MADE =
            "until test -s /var/lib/tor/penah/hostname; do sleep 1; done; cat /var/lib/tor/penah/hostname";

    /** Makes a new one, starts everything with it, and returns the new address. */
    String replace() throws IOException {
        Path key = server.volume("tor").resolve("penah");
        // Code in tor's container could make this one, and nothing would be replaced; it cannot reach the mark.
        Path before = key.resolveSibling("penah-before");
        Path mark = server.home().resolve("onion-before");
        if (!Files.exists(mark)) {
            delete(before);
            Files.write(
                    mark,
                    Files.readAllLines(server.settings()).stream()
                            .filter(line -> line.startsWith(ADDRESS))
                            .map(line -> line.substring(ADDRESS.length()))
                            .toList());
        }
        if (!Files.exists(before)) {
            run(server.command("stop", "tor"));
            Files.move(key, before, StandardCopyOption.ATOMIC_MOVE);
        }
        run(server.up("up", "--detach", "tor"));
        String address = address();
        if (Files.readAllLines(mark).contains(address)) {
            delete(before);
            throw new StackFailure("tor still has the key from before. Repeat this.");
        }
        List<String> lines = new ArrayList<>(Files.readAllLines(server.settings()));
        lines.removeIf(line -> line.startsWith(ADDRESS));
        lines.add(ADDRESS + address);
        server.writeSettings(lines);
        run(server.up("up", "--detach", "--wait"));
        Files.delete(mark);
        delete(before);
        return address;
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            Folders.delete(folder);
        }
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
