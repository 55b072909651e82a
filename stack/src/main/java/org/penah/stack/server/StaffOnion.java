package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Pattern;
import org.penah.stack.StackFailure;

/** The onion by which staff come: its key, and the keys of those who find it; nobody else does. */
record StaffOnion(Installation server) {

    static final String NAME = "staff-onion";

    private static final String CHANGE = "a change of who finds the desk";

    /** Where their browsers find Keycloak; set while they come by the onion. */
    private static final String SIGN_IN = "PENAH_SIGN_IN_URL";

    /** The user of its container, as in docs/operations.md. */
    private static final String TOR = "10003";

    /** A public half, as tor has it: x25519, in base32. */
    private static final Pattern KEY = Pattern.compile("descriptor:x25519:[A-Z2-7]{52}");

    private static final Pattern MEMBER = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");

    /** Lists a key, in place of an earlier one of this member. */
    void add(String name, String key) throws IOException {
        Path file = file(name);
        if (!KEY.matcher(key.strip()).matches()) {
            throw new StackFailure(
                    "a key is a line with descriptor:x25519: and 52 capitals and digits. Nothing was changed.");
        }
        server.lockBesideBackup(CHANGE).during(() -> {
            // tor reads only what ends in .auth.
            Path fresh = Files.writeString(file.resolveSibling(name + ".new"), key.strip() + "\n");
            // The folder is tor's, and what is in it must be.
            Files.setOwner(fresh, Files.getOwner(file.getParent()));
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
            server.restart(NAME);
        });
    }

    /** Connections that are open end, too. */
    void remove(String name) throws IOException {
        server.lockBesideBackup(CHANGE).during(() -> {
            if (!Files.deleteIfExists(file(name))) {
                throw new StackFailure("%s is not listed. Nothing was changed.".formatted(name));
            }
            server.restart(NAME);
        });
    }

    /**
     * Deletes the onion's key, tells Keycloak and the desk the new address, and returns it. Repeated after an interruption, it makes one more.
     */
    String replaceKey() throws IOException {
        Path folder = server.home().resolve(NAME);
        // Its key is gone for a moment, and stays so if this is interrupted.
        if (!Files.isDirectory(folder)) {
            throw new StackFailure(
                    "%s is not there: docs/operations.md makes it. Nothing was changed.".formatted(folder));
        }
        if (server.setting(SIGN_IN).isEmpty()) {
            throw new StackFailure("Staff do not come by an onion: %s has no %s. Nothing was changed."
                    .formatted(server.settings(), SIGN_IN));
        }
        Path key = folder.resolve("service");
        KeycloakSecrets keycloak = new KeycloakSecrets(server);
        // Or staff would have an address at which nobody signs in.
        keycloak.admin();
        Path next = Files.writeString(server.next(NAME), "");
        // As with the sources' onion, no code in the old container keeps the key or chooses the next.
        server.run(server.command("rm", "--stop", "--force", NAME));
        server.run(List.of("rm", "--recursive", "--force", key.toString()));
        server.run(List.of("install", "-d", "-o", TOR, "-g", TOR, "-m", "700", key.toString()));
        server.run(server.up("up", "--detach", NAME));
        String address = OnionKey.address(server, NAME, "/var/lib/tor/staff-onion/hostname");
        String desk = "http://" + address;
        String signIn = desk + ":8180";
        keycloak.admin().moveTo(desk, signIn);
        server.set(SIGN_IN, signIn);
        server.run(server.up("up", "--detach", "--wait"));
        // It asks Keycloak at its start.
        server.restart("triage");
        Files.delete(next);
        return address;
    }

    private Path file(String name) {
        if (!MEMBER.matcher(name).matches()) {
            throw new StackFailure("a name has small letters, digits, - and _, 32 at most. Nothing was changed.");
        }
        Path folder = server.home().resolve(NAME).resolve("clients");
        if (!Files.isDirectory(folder)) {
            throw new StackFailure(
                    "%s is not there: docs/operations.md makes it. Nothing was changed.".formatted(folder));
        }
        return folder.resolve(name + ".auth");
    }
}
