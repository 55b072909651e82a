package org.penah.stack.system;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.process.Progress;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.Secrets;

/**
 * Everything in containers. The {@link Stack} starts nothing here: of it come the folder, keys, secrets and ports, and what asks the desk
 * and the partner.
 */
final class ComposedStack implements AutoCloseable {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> ALL =
            Set.of("postgres", "broker", "keycloak", "intake", "triage", "notify", "partner", "null-partner");

    private final Path folder;
    private final Stack stack;
    private final Map<String, String> environment = new HashMap<>();

    /** Makes the images first. */
    ComposedStack() throws IOException {
        run(new ProcessBuilder(REPOSITORY.resolve("stack/src/main/images/build").toString()));
        folder = Files.createTempDirectory("penah-images");
        stack = Stack.prepare(new Stack.Options(folder, true, false, ALL, Set.of(), false), new Silent());
        stack.start();
        prepare();
        try {
            compose("up", "--detach", "--wait");
        } catch (IOException failed) {
            System.out.println(compose("logs", "--tail=30"));
            close();
            throw failed;
        }
    }

    Stack stack() {
        return stack;
    }

    /**
     * Runs docker compose on it; returns what it said.
     *
     * @throws IOException if it failed
     */
    String compose(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "docker",
                "compose",
                "--project-name=" + folder.getFileName().toString().toLowerCase(Locale.ROOT),
                "--file=" + REPOSITORY.resolve("stack/compose.yaml"),
                "--file=" + REPOSITORY.resolve("stack/src/test/compose/story.yaml")));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return run(builder);
    }

    private static String run(ProcessBuilder builder) throws IOException {
        Process process = builder.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(String.join(" ", builder.command()) + " failed:\n" + said);
        }
        return said;
    }

    private void prepare() throws IOException {
        Ports ports = stack.ports();
        environment.put("PENAH_HOME", folder.toString());
        environment.put("PENAH_INTAKE_PORT", Integer.toString(ports.of(Port.INTAKE)));
        environment.put("PENAH_DESK_PORT", Integer.toString(ports.of(Port.TRIAGE)));
        environment.put("PENAH_NOTIFY_PORT", Integer.toString(ports.of(Port.NOTIFY)));
        environment.put("PENAH_PARTNER_PORT", Integer.toString(ports.of(Port.PARTNER)));
        environment.put("PENAH_NULL_PARTNER_PORT", Integer.toString(ports.of(Port.NULL_PARTNER)));
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
        Files.copy(REPOSITORY.resolve("stack/src/main/keycloak/penah-realm.json"), folder.resolve("realm.json"));
        // As install.md has it: nobody but root enters the folder, so what lies in it may be readable for the users of
        // containers.
        for (String shared : List.of("secrets", "keys")) {
            permit(stack.state().folder(shared), "rwxr-xr-x", "rw-r--r--");
        }
        permit(stack.state().folder("handover"), "rwxrwxrwx", "rw-r--r--");
        String blobs = folder.resolve("blobs").toString();
        run(new ProcessBuilder("install", "-d", "-m", "2770", "-o", "10001", "-g", "20000", blobs));
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
        try {
            compose("down", "--volumes", "--timeout=2");
        } finally {
            stack.close();
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    private static final class Silent implements Progress {

        @Override
        public void step(String sentence) {}

        @Override
        public void line(String program, String line) {}
    }
}
