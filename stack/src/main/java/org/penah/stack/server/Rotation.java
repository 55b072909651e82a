package org.penah.stack.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.penah.stack.StackFailure;
import org.penah.stack.process.OtherPrograms.Input;

/**
 * Changes one password or key of the settings. The next one is on the disk before anything else learns it, so an interruption loses
 * neither: the same command goes on with it.
 *
 * @param patience for how long events may be on their way that an old key has signed
 */
record Rotation(Installation server, Duration patience) {

    private static final String NAME = "a rotation";

    private static final int BYTES = 24;

    /** The first line is the password to come in with. */
    private static final String SQL =
            "read -r PGPASSWORD && export PGPASSWORD && psql -h 127.0.0.1 -U %s -v ON_ERROR_STOP=1 -q \"$DATABASE\"";

    /** What must start again with the new one, in this order. */
    private static final Map<String, List<String>> RESTARTED = restarted();

    private static Map<String, List<String>> restarted() {
        Map<String, List<String>> restarted = new TreeMap<>();
        for (String service : List.of("intake", "triage", "notify")) {
            restarted.put("postgres-" + service, List.of(service));
            // Its container shows the file to backups.
            restarted.put("postgres-" + service + "-owner", List.of(service + "-db", service));
            restarted.put("broker-" + service, List.of("broker", service));
        }
        restarted.put("postgres-keycloak-owner", List.of("keycloak-db", "keycloak"));
        // Keycloak comes in as the owner.
        restarted.put("postgres-keycloak", List.of());
        restarted.put("intake-form", List.of("intake"));
        restarted.put("triage-session", List.of("triage"));
        return restarted;
    }

    /** What can be replaced. */
    static List<String> names() {
        List<String> names = new ArrayList<>(RESTARTED.keySet());
        names.addAll(EventKeyRotation.NAMES);
        names.addAll(List.of(
                KeycloakSecrets.ADMIN,
                KeycloakSecrets.CLIENT,
                CanaryReceipt.NAME,
                WrappingRotation.NAME,
                OnionKey.NAME,
                StaffOnion.NAME));
        return names;
    }

    /**
     * What is new, in a sentence.
     *
     * @param now whether a backup that runs is ended
     * @throws StackFailure if this is nothing that can be replaced here, with what can; or if another command works at the server
     */
    String run(String name, boolean now) throws IOException {
        if (!names().contains(name)) {
            throw new StackFailure(
                    "%s cannot be replaced by this command; these can: %s. docs/operations.md says what else to do."
                            .formatted(name, String.join(", ", names())));
        }
        List<String> said = new ArrayList<>();
        lock(now).during(() -> said.add(replace(name)));
        return said.get(0);
    }

    private ServerLock lock(boolean now) throws IOException {
        server.requireHome();
        Path file = server.lockFile();
        if (now) {
            return ServerLock.takeFromBackup(file, NAME);
        }
        Optional<ServerLock> lock = ServerLock.tryTake(file, NAME);
        if (lock.isEmpty()) {
            throw refused(ServerLock.Holder.of(file));
        }
        return lock.get();
    }

    private static StackFailure refused(ServerLock.Holder holder) {
        return ServerLock.refusal(
                holder,
                holder.isBackup()
                        ? " If a password or key was stolen, do not wait: repeat this with --now, which ends that backup; those from before stay."
                        : "");
    }

    private String replace(String name) throws IOException {
        switch (name) {
            case OnionKey.NAME -> {
                return "The form is at %s from now on, and nowhere else. Publish that."
                        .formatted(new OnionKey(server).replace());
            }
            case StaffOnion.NAME -> {
                return "The desk is at http://%s from now on, and nowhere else. Tell staff; each one's key stays as it is."
                        .formatted(new StaffOnion(server).replaceKey());
            }
            case KeycloakSecrets.ADMIN -> new KeycloakSecrets(server).replacePassword();
            case KeycloakSecrets.CLIENT -> new KeycloakSecrets(server).replaceClientSecret();
            case CanaryReceipt.NAME -> new CanaryReceipt(server).replace();
            case WrappingRotation.NAME -> new WrappingRotation(server).run();
            default -> {
                if (EventKeyRotation.NAMES.contains(name)) {
                    new EventKeyRotation(server, patience).run(name);
                } else {
                    replacePassword(name);
                }
            }
        }
        return name + " is replaced, and what uses it runs.";
    }

    private void replacePassword(String name) throws IOException {
        Path file = server.home().resolve("secrets").resolve(name);
        Path next = server.next(name);
        if (!Files.exists(next)) {
            Installation.write(next, password(), Files.getPosixFilePermissions(file));
        }
        if (name.startsWith("postgres-")) {
            change(name, Files.readString(file), Files.readString(next));
        }
        if (name.equals("postgres-keycloak-owner")) {
            // It reads no secret from a file.
            new KeycloakSecrets(server).setVariable("KC_DB_PASSWORD", Files.readString(next));
        }
        Installation.write(file, Files.readString(next), Files.getPosixFilePermissions(file));
        for (String service : RESTARTED.getOrDefault(name, List.of())) {
            server.restart(service);
        }
        Files.delete(next);
    }

    /** A role may change its own password, and nobody else's. */
    private void change(String name, String old, String next) throws IOException {
        String role = name.substring("postgres-".length()).replace('-', '_');
        List<String> command =
                server.command("exec", "-T", role.replace("_owner", "") + "-db", "sh", "-c", SQL.formatted(role));
        String sql = "\nalter role %s password '%s';\n".formatted(role, next);
        if (server.programs().run(command, Input.of(old + sql)) != 0
                // After an interruption the database knows the next one already.
                && server.programs().run(command, Input.of(next + sql)) != 0) {
            throw new StackFailure(
                    "The database does not take a new password of %s; the old one is still valid. Repeat this."
                            .formatted(role));
        }
    }

    static String password() {
        byte[] random = new byte[BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
