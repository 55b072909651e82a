package org.penah.stack.system;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.postgres.Databases;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.Secrets;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;

/**
 * The folder that {@code PENAH_HOME} names, with the keys and the accounts of the demo, and the images beside it. The {@link Stack} starts
 * nothing here: of it come the folder, keys, secrets and ports.
 */
final class ServerHome implements AutoCloseable {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> ALL =
            Set.of("postgres", "broker", "keycloak", "intake", "triage", "notify", "partner", "null-partner", "canary");
    private static final Duration LONGEST_BUILD = Duration.ofMinutes(30);

    private final Path folder;
    private final Stack stack;
    private final Map<String, String> environment = new HashMap<>();

    /** Makes the images first. */
    ServerHome() throws IOException {
        makeImages();
        folder = Files.createTempDirectory("penah-images");
        stack = Stack.prepare(new Stack.Options(folder, true, false, ALL, Set.of(), false), new Printed("system"));
        stack.start();
        Ports ports = stack.ports();
        environment.put("PENAH_HOME", folder.toString());
        environment.put("PENAH_INTAKE_PORT", Integer.toString(ports.of(Port.INTAKE)));
        environment.put("PENAH_DESK_PORT", Integer.toString(ports.of(Port.TRIAGE)));
        environment.put("PENAH_NOTIFY_PORT", Integer.toString(ports.of(Port.NOTIFY)));
        environment.put("PENAH_PARTNERS_PORT", Integer.toString(ports.of(Port.NOTIFY)));
        environment.put("PENAH_PARTNER_PORT", Integer.toString(ports.of(Port.PARTNER)));
        environment.put("PENAH_NULL_PARTNER_PORT", Integer.toString(ports.of(Port.NULL_PARTNER)));
        environment.put("PENAH_KEYCLOAK_ADMIN_PORT", Integer.toString(FreePort.find()));
        environment.put("PENAH_KEYCLOAK_PORT", Integer.toString(ports.of(Port.KEYCLOAK)));
        Secrets secrets = stack.state().secrets();
        Files.writeString(secrets.file("keycloak.env"), """
                KC_DB_PASSWORD=%s
                PENAH_TRIAGE_SECRET=%s
                PENAH_DEMO_PASSWORD=%s
                """.formatted(
                        secrets.get("postgres-keycloak-owner").reveal(),
                        secrets.get(Keycloak.CLIENT_SECRET).reveal(),
                        secrets.getTyped(Keycloak.DEMO_PASSWORD).reveal()));
        secrets.get("postgres-keycloak");
        Databases.NAMES.forEach(name -> secrets.get(Databases.secretOf(name + "_owner")));
        // The demo's own file names the canary partner; this one must only be there.
        Files.createDirectories(folder.resolve("canary/credentials"));
        Files.writeString(folder.resolve("canary/partners.json"), "[]");
        Files.copy(REPOSITORY.resolve("stack/src/main/keycloak/penah-realm.json"), folder.resolve("realm.json"));
    }

    /** Two tests would name each other's images. */
    private static void makeImages() throws IOException {
        Path lock = REPOSITORY.resolve("stack/target/images.lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            Command.of(REPOSITORY.resolve("stack/src/main/images/build").toString())
                    .within(LONGEST_BUILD)
                    .succeed();
        }
    }

    Path folder() {
        return folder;
    }

    Stack stack() {
        return stack;
    }

    /** What compose.yaml is told; a test may add. */
    Map<String, String> environment() {
        return environment;
    }

    /** As install.md has it: nobody but root enters the folder, so what lies in it may be readable for the users of containers. */
    void open() throws IOException {
        for (String shared : Set.of("secrets", "keys", "store")) {
            permit(stack.state().folder(shared), "rwxr-xr-x", "rw-r--r--");
        }
        for (String written : Set.of("credentials", "canary/credentials")) {
            permit(folder.resolve(written), "rwxrwxrwx", "rw-r--r--");
        }
    }

    private static void permit(Path top, String folders, String files) throws IOException {
        try (var paths = Files.walk(top)) {
            for (Path path : paths.toList()) {
                Files.setPosixFilePermissions(
                        path, PosixFilePermissions.fromString(Files.isDirectory(path) ? folders : files));
            }
        }
    }

    @Override
    public void close() throws IOException {
        stack.close();
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
