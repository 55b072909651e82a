package org.penah.stack.system;

import static java.util.stream.Collectors.toSet;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.exception.InternalServerErrorException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.postgres.Databases;
import org.penah.stack.state.Port;
import org.penah.stack.state.Ports;
import org.penah.stack.state.Secrets;
import org.penah.testbed.net.FreePort;
import org.penah.testbed.program.Command;
import org.penah.testbed.tls.Certificate;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.ComposeContainer;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.ContainerState;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.utility.LogUtils;

/**
 * Everything in containers. The {@link Stack} starts nothing here: of it come the folder, keys, secrets and ports, and what asks the desk
 * and the partner.
 */
final class ComposedStack implements AutoCloseable {

    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Set<String> ALL =
            Set.of("postgres", "broker", "keycloak", "intake", "triage", "notify", "partner", "null-partner", "canary");

    private static final Duration LONGEST_BUILD = Duration.ofMinutes(30);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String PROJECT = "penah-system";
    private static final int UUID_LENGTH = 36;

    private final Path folder;
    private final Stack stack;
    private final Map<String, String> environment = new HashMap<>();
    private final int administration = FreePort.find();
    private final Path blobs;
    private final ComposeContainer containers;
    private final DockerClient docker = DockerClientFactory.lazyClient();

    /** Makes the images first. */
    ComposedStack() throws IOException {
        Command.of(REPOSITORY.resolve("stack/src/main/images/build").toString())
                .within(LONGEST_BUILD)
                .succeed();
        folder = Files.createTempDirectory("penah-images");
        stack = Stack.prepare(new Stack.Options(folder, true, false, ALL, Set.of(), false), new Printed("system"));
        stack.start();
        blobs = stack.state().folder("blobs");
        prepare();
        List<File> picture = List.of(
                REPOSITORY.resolve("stack/compose.yaml").toFile(),
                REPOSITORY.resolve("stack/src/test/compose/story.yaml").toFile(),
                classPathOfStore().toFile());
        WaitStrategy healthy = Wait.forHealthcheck().withStartupTimeout(PATIENCE);
        containers = new ComposeContainer(PROJECT, picture)
                .withEnv(environment)
                .withPull(false)
                .waitingFor("intake", healthy)
                .waitingFor("triage", healthy);
        try {
            containers.start();
        } catch (RuntimeException failed) {
            docker.listContainersCmd()
                    .withShowAll(true)
                    .withNameFilter(List.of(PROJECT))
                    .exec()
                    .forEach(each ->
                            System.out.println(each.getNames()[0] + ":\n" + LogUtils.getOutput(docker, each.getId())));
            close();
            throw failed;
        }
    }

    Stack stack() {
        return stack;
    }

    /** Where Keycloak's administrators come, and nobody else. */
    String administration() {
        return "http://localhost:" + administration;
    }

    /** Reads a file as the first process of a container could. */
    String read(String service, String file) throws IOException, InterruptedException {
        return container(service).execInContainer("cat", file).getStdout();
    }

    InspectContainerResponse inspect(String service) {
        return docker.inspectContainerCmd(container(service).getContainerId()).exec();
    }

    boolean hasShell(String service) throws IOException, InterruptedException {
        return container(service).execInContainer("sh", "-c", "true").getExitCode() == 0;
    }

    /** The answer of a query to a service's database, a line each row. */
    Set<String> query(String service, String sql) throws IOException, InterruptedException {
        String psql =
                "PGPASSWORD=$(cat /run/secrets/postgres-%1$s) /usr/lib/postgresql/17/bin/psql -h 127.0.0.1 -U %1$s -Atc '%2$s' %1$s";
        Container.ExecResult answer =
                container(service + "-db").execInContainer("sh", "-c", psql.formatted(service, sql));
        if (answer.getExitCode() != 0) {
            throw new IOException(answer.getStderr());
        }
        return answer.getStdout().lines().collect(toSet());
    }

    /** What PostgreSQL says to somebody in another database's container who has a password and connects to a service's database; empty if it lets them in. */
    String refusal(String from, String service, String role) throws IOException, InterruptedException {
        String psql = "PGPASSWORD=%s /usr/lib/postgresql/17/bin/psql -h %s-db -U %s -Atc 'select 1' %s"
                .formatted(stack.state().secrets().get(Databases.secretOf(role)).reveal(), service, role, service);
        return container(from).execInContainer("sh", "-c", psql).getStderr();
    }

    /** The names of the objects in the bucket, without what a put that was cut off has left. */
    Set<String> objects() throws IOException {
        try (var files = Files.list(blobs)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.length() == UUID_LENGTH)
                    .collect(toSet());
        }
    }

    /** Whether a service says that it is {@code ready}, or {@code well}. */
    boolean is(String what, String service, int management) throws IOException, InterruptedException {
        String health = "http://127.0.0.1:" + management + "/q/health/" + what;
        return container(service)
                        .execInContainer(
                                "java", "-XX:TieredStopAtLevel=1", "-Xmx16m", "-cp", "/penah", "Healthy", health)
                        .getExitCode()
                == 0;
    }

    /** Kills the first process of a container, and with it all others; Docker should restart it. */
    void kill(String service) {
        kill(service, () -> {});
    }

    /** The same, and does something before the container can be healthy again. */
    void kill(String service, Runnable then) {
        InspectContainerResponse.ContainerState before = state(service);
        ProcessHandle.of(before.getPidLong()).orElseThrow().destroyForcibly();
        then.run();
        await().atMost(PATIENCE).until(() -> {
            InspectContainerResponse.ContainerState now = state(service);
            return Objects.equals(now.getRunning(), true)
                    && !Objects.equals(now.getStartedAt(), before.getStartedAt())
                    && (now.getHealth() == null || now.getHealth().getStatus().equals("healthy"));
        });
    }

    /** Freezes all processes of a container for a while. */
    void pause(String service, Duration length) {
        pause(service);
        await().pollDelay(length).atMost(length.plusSeconds(1)).until(() -> true);
        unpause(service);
    }

    void pause(String service) {
        // On a busy machine Docker now and then fails to freeze what it runs, and says so.
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(InternalServerErrorException.class)
                .until(() -> {
                    docker.pauseContainerCmd(container(service).getContainerId())
                            .exec();
                    return true;
                });
    }

    void unpause(String service) {
        docker.unpauseContainerCmd(container(service).getContainerId()).exec();
    }

    /** Ends a container, which stays away until it is to {@link #comeBack}. */
    void goAway(String service) {
        docker.stopContainerCmd(container(service).getContainerId())
                .withTimeout(0)
                .exec();
    }

    void comeBack(String service) {
        docker.startContainerCmd(container(service).getContainerId()).exec();
    }

    private InspectContainerResponse.ContainerState state(String service) {
        return inspect(service).getState();
    }

    private ContainerState container(String service) {
        return containers.getContainerByServiceName(service).orElseThrow();
    }

    private void prepare() throws IOException {
        Ports ports = stack.ports();
        environment.put("PENAH_HOME", folder.toString());
        environment.put("PENAH_INTAKE_PORT", Integer.toString(ports.of(Port.INTAKE)));
        environment.put("PENAH_DESK_PORT", Integer.toString(ports.of(Port.TRIAGE)));
        environment.put("PENAH_NOTIFY_PORT", Integer.toString(ports.of(Port.NOTIFY)));
        environment.put("PENAH_PARTNER_PORT", Integer.toString(ports.of(Port.PARTNER)));
        environment.put("PENAH_NULL_PARTNER_PORT", Integer.toString(ports.of(Port.NULL_PARTNER)));
        environment.put("PENAH_KEYCLOAK_ADMIN_PORT", Integer.toString(administration));
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
        ObjectStore.USERS.forEach(secrets::get);
        // The demo's own file names the canary partner; this one must only be there.
        Files.createDirectories(folder.resolve("canary/credentials"));
        Files.writeString(folder.resolve("canary/partners.json"), "[]");
        Path certificate = stack.state().folder("store");
        Certificate.make("store", certificate);
        Files.copy(REPOSITORY.resolve("stack/src/main/keycloak/penah-realm.json"), folder.resolve("realm.json"));
        // As install.md has it: nobody but root enters the folder, so what lies in it may be readable for the users of
        // containers.
        for (String shared : List.of("secrets", "keys")) {
            permit(stack.state().folder(shared), "rwxr-xr-x", "rw-r--r--");
        }
        permit(stack.state().folder("credentials"), "rwxrwxrwx", "rw-r--r--");
        permit(certificate, "rwxr-xr-x", "rw-r--r--");
    }

    /** What is on our class path is at the same places in the store's container. */
    private Path classPathOfStore() throws IOException {
        String classPath = System.getProperty("java.class.path");
        List<String> volumes = Stream.of(classPath.split(":"))
                .filter(place -> Files.exists(Path.of(place)))
                .map(place -> place + ":" + place + ":ro")
                .toList();
        Path file = folder.resolve("store.json");
        new ObjectMapper()
                .writeValue(
                        file.toFile(),
                        Map.of(
                                "services",
                                Map.of(
                                        "store",
                                        Map.of("environment", Map.of("CLASSPATH", classPath), "volumes", volumes))));
        return file;
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
            containers.stop();
        } finally {
            stack.close();
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
