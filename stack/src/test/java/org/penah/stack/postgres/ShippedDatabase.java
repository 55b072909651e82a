package org.penah.stack.postgres;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.core.ConditionTimeoutException;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** Runs the database of intake-service as it is shipped, in its image, with a role for its owner and one for the service. */
public final class ShippedDatabase implements AutoCloseable {

    public static final String OWNER = "intake_owner";
    public static final String SERVICE = "intake";

    private static final Path BASES = Path.of("src/main/images/bases").toAbsolutePath();

    private final String name = "penah-" + UUID.randomUUID();

    private ShippedDatabase() {}

    /**
     * Starts one, or skips the test where there is no Docker.
     *
     * @param folder an empty one, for its passwords
     * @param options of {@code docker run}
     */
    public static ShippedDatabase start(Path folder, String options) throws IOException {
        Programs.orSkip("docker", "mmdebstrap");
        Command.of(BASES.toString()).within(Duration.ofMinutes(10)).succeed();
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("postgres-" + OWNER.replace('_', '-')), OWNER);
        Files.writeString(secrets.resolve("postgres-" + SERVICE), SERVICE);
        for (Path each : new Path[] {folder, secrets}) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        ShippedDatabase database = new ShippedDatabase();
        try {
            database.run(options, secrets);
            return database;
        } catch (ConditionTimeoutException silent) {
            database.close();
            throw silent;
        }
    }

    private void run(String options, Path secrets) {
        sh("docker run --detach --name %s %s --env DATABASE=intake --volume '%s:/run/secrets:ro' penah/postgres:17"
                .formatted(name, options, secrets));
        awaitReady();
    }

    /** Of its container. */
    public String name() {
        return name;
    }

    /** Executes a statement as one of the two roles, and says what it gave. */
    public String sql(String role, String statement) {
        return sh(
                "docker exec --env PGPASSWORD=%1$s %2$s psql -h 127.0.0.1 -U %1$s -v ON_ERROR_STOP=1 -Atc \"%3$s\" intake"
                        .formatted(role, name, statement));
    }

    /** Runs a command in its container. */
    public String run(String command) {
        return sh("docker exec --interactive %s %s".formatted(name, command));
    }

    /** As when its container ends and Docker starts it again. */
    public void restart() {
        sh("docker restart " + name);
        awaitReady();
    }

    private void awaitReady() {
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> sql(OWNER, "select 'ready'").contains("ready"));
    }

    @Override
    public void close() {
        sh("docker rm --force --volumes " + name);
    }

    private static String sh(String command) {
        return Command.of("sh", "-c", command).succeed();
    }
}
