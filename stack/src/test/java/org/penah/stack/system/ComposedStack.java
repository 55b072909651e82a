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
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.penah.stack.Stack;
import org.penah.stack.postgres.Databases;
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
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String PROJECT = "penah-system";
    private static final int UUID_LENGTH = 36;

    private final ServerHome home;
    private final Stack stack;
    private final Path blobs;
    private final ComposeContainer containers;
    private final DockerClient docker = DockerClientFactory.lazyClient();

    /** Makes the images first. */
    ComposedStack() throws IOException {
        home = new ServerHome();
        // Docker itself gives 172.17 to 172.31 to other networks, in turn.
        home.environment().put("PENAH_ONION_NETWORK", "10.213.85");
        stack = home.stack();
        blobs = stack.state().folder("blobs");
        prepare();
        List<File> picture = List.of(
                REPOSITORY.resolve("stack/compose.yaml").toFile(),
                REPOSITORY.resolve("stack/src/test/compose/story.yaml").toFile(),
                classPathOfStore().toFile());
        WaitStrategy healthy = Wait.forHealthcheck().withStartupTimeout(PATIENCE);
        containers = new ComposeContainer(PROJECT, picture)
                .withEnv(home.environment())
                .withPull(false)
                .waitingFor("intake", healthy)
                .waitingFor("triage", healthy);
        List<String> errors = new CopyOnWriteArrayList<>();
        Handler said = remember(errors);
        try {
            containers.start();
        } catch (RuntimeException failed) {
            docker.listContainersCmd()
                    .withShowAll(true)
                    .withNameFilter(List.of(PROJECT))
                    .exec()
                    .forEach(each -> {
                        errors.add(each.getNames()[0] + " " + each.getStatus());
                        System.out.println(each.getNames()[0] + ":\n" + LogUtils.getOutput(docker, each.getId()));
                    });
            close();
            throw new IllegalStateException(String.join("; ", errors), failed);
        } finally {
            Logger.getLogger("").removeHandler(said);
        }
    }

    /** Testcontainers logs what compose says, and fails with its exit code alone. */
    private static Handler remember(List<String> errors) {
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                if (record.getMessage().toLowerCase(Locale.ROOT).contains("error")) {
                    errors.add(record.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger.getLogger("").addHandler(handler);
        return handler;
    }

    Stack stack() {
        return stack;
    }

    /** Where Keycloak's administrators come, and nobody else. */
    String administration() {
        return "http://localhost:" + home.environment().get("PENAH_KEYCLOAK_ADMIN_PORT");
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

    /** What Docker keeps of what a container wrote, with the time of each line. */
    String kept(String service) throws IOException {
        return Files.readString(Path.of(inspect(service).getLogPath()));
    }

    /** What a service has logged in its memory. */
    String log(String service) throws IOException, InterruptedException {
        return container(service)
                .execInContainer(
                        "java", "-XX:TieredStopAtLevel=1", "-Xmx16m", "-cp", "/penah", "Healthy", "file:/tmp/log")
                .getStdout();
    }

    /** Where this machine has the one volume of a container. */
    Path volume(String service) {
        return inspect(service).getMounts().stream()
                .filter(mount -> mount.getName() != null)
                .map(mount -> Path.of(Objects.requireNonNull(mount.getSource())))
                .findFirst()
                .orElseThrow();
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
                    && isHealthy(service);
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

    /** Asks a container to end, and waits until it has. */
    void end(String service) {
        docker.stopContainerCmd(container(service).getContainerId())
                .withTimeout((int) PATIENCE.toSeconds())
                .exec();
    }

    boolean isHealthy(String service) {
        InspectContainerResponse.ContainerState now = state(service);
        return now.getHealth() == null || now.getHealth().getStatus().equals("healthy");
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
        ObjectStore.USERS.forEach(stack.state().secrets()::get);
        Path certificate = stack.state().folder("store");
        Certificate.make("store", certificate);
        home.open();
    }

    /** What is on our class path is at the same places in the store's container. */
    private Path classPathOfStore() throws IOException {
        String classPath = System.getProperty("java.class.path");
        List<String> volumes = Stream.of(classPath.split(":"))
                .filter(place -> Files.exists(Path.of(place)))
                .map(place -> place + ":" + place + ":ro")
                .toList();
        Path file = home.folder().resolve("store.json");
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

    @Override
    public void close() throws IOException {
        try {
            containers.stop();
        } finally {
            home.close();
        }
    }
}
