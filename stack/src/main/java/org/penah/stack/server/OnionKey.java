package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.penah.stack.StackFailure;

/** The key of the onion service that sources come through, which is its address. */
record OnionKey(Installation server) {

    static final String NAME = "onion";

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String ADDRESS = "PENAH_ONION";
    private static final Pattern WHOLE = Pattern.compile("[a-z2-7]+\\.onion");
    private static final String MADE = "until test -s %1$s; do sleep 1; done; cat %1$s";

    /** Deletes it, starts everything with a new one, and returns the new address. Repeated after an interruption, it makes one more. */
    String replace() throws IOException {
        Path key = server.volume("tor").resolve("penah");
        Path next = Files.writeString(server.next(NAME), "");
        // Code that runs in tor's container could keep the old key, or choose the new one: the next container is made
        // of the image.
        server.run(server.command("rm", "--stop", "--force", "tor"));
        server.run(List.of("rm", "--recursive", "--force", key.toString()));
        server.run(server.up("up", "--detach", "tor"));
        String address = address();
        if (server.setting(ADDRESS).equals(Optional.of(address))) {
            throw new StackFailure("tor still has the key from before. Repeat this.");
        }
        server.set(ADDRESS, address);
        server.run(server.up("up", "--detach", "--wait"));
        Files.delete(next);
        return address;
    }

    /**
     * Ends a replacement that had begun on the machine of a backup: the key that came back from it is whole, and its address is the form's.
     * Says so; empty if none had begun.
     */
    Optional<String> keepRestored() throws IOException {
        Path begun = server.next(NAME);
        if (!Files.exists(begun)) {
            return Optional.empty();
        }
        String address =
                Files.readString(server.volume("tor").resolve("penah/hostname")).strip();
        // Nobody has signed a backup.
        if (!WHOLE.matcher(address).matches()) {
            throw new StackFailure("the backup has no onion address. Take another night's.");
        }
        server.set(ADDRESS, address);
        Files.delete(begun);
        return Optional.of(
                "A new onion address was about to be made that night. The form is at %s.".formatted(address));
    }

    /** That of the key with which tor runs, which makes one where there is none. */
    String address() throws IOException {
        return address(server, "tor", "/var/lib/tor/penah/hostname");
    }

    /**
     * The address that a tor writes into a file when it has made its key.
     *
     * @param file in its container
     */
    static String address(Installation server, String container, String file) throws IOException {
        List<String> asked = server.command("exec", "-T", container, "sh", "-c", MADE.formatted(file));
        return server.programs()
                .ask(PATIENCE, asked.get(0), asked.subList(1, asked.size()).toArray(String[]::new))
                .map(String::strip)
                .filter(said -> said.endsWith(".onion"))
                .orElseThrow(() -> new StackFailure(
                        "tor has made no key: docker compose -f stack/compose.yaml logs %s. Repeat this."
                                .formatted(container)));
    }
}
