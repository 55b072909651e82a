package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** What code in a service can do to the backup of its database, with that service's password and the database as it is shipped. */
class DumpIT {

    private static final Path IMAGES = Path.of("src/main/images").toAbsolutePath();
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final String here = "penah-dump-" + UUID.randomUUID();
    private final String elsewhere = "penah-dump-" + UUID.randomUUID();

    @TempDir
    Path folder;

    @BeforeEach
    void start() throws IOException {
        Programs.orSkip("docker", "mmdebstrap");
        Command.of(IMAGES.resolve("bases").toString()).within(PATIENCE).succeed();
        Path secrets = Files.createDirectory(folder.resolve("secrets"));
        Files.writeString(secrets.resolve("postgres-intake-owner"), "owner");
        Files.writeString(secrets.resolve("postgres-intake"), "runtime");
        for (Path each : new Path[] {folder, secrets}) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        for (String name : new String[] {here, elsewhere}) {
            sh(
                    "docker run --detach --name %s --network none --env DATABASE=intake --volume '%s:/run/secrets:ro' penah/postgres:17"
                            .formatted(name, secrets));
        }
        for (String name : new String[] {here, elsewhere}) {
            awaitReady(name);
        }
        sql(here, "intake_owner", "owner", "create table tip (tip_id int primary key, note text)");
        sql(here, "intake_owner", "owner", "grant select, insert, delete on tip to intake");
        sql(here, "intake_owner", "owner", "insert into tip values (1, 'sealed')");
        sql(here, "intake_owner", "owner", "alter default privileges revoke execute on functions from public");
    }

    @AfterEach
    void stop() throws IOException {
        if (Programs.find("docker").isEmpty()) {
            return;
        }
        sh("docker rm --force --volumes %s %s".formatted(here, elsewhere));
    }

    @Test
    void code_in_a_service_spoils_no_backup_of_its_database_by_what_any_role_may_do() throws Exception {
        // Given
        sql(here, "intake", "runtime", "select lo_create(1)");
        sql(here, "intake", "runtime", "grant select on large object 1 to public");
        sql(here, "intake", "runtime", "alter default privileges grant select on tables to public");
        Path dump = folder.resolve("dump");

        // When
        sh("docker exec %s sh -c '%s' > '%s'".formatted(here, Backup.DUMP, dump));
        sh("docker exec --interactive %s sh -c '%s' < '%s'".formatted(elsewhere, Restore.INTO_DATABASE, dump));

        // Then
        assertThat(sql(elsewhere, "intake", "runtime", "select note from tip")).contains("sealed");
        sql(elsewhere, "intake_owner", "owner", "create function secret() returns int language sql as 'select 1'");
        assertThat(sql(
                        elsewhere,
                        "intake_owner",
                        "owner",
                        "select has_function_privilege('intake', 'secret()', 'execute')"))
                .isEqualTo("f\n");
    }

    @Test
    void a_restore_that_was_killed_leaves_no_dump_in_clear() throws Exception {
        // Given
        sh("docker exec %s touch /var/lib/postgresql/restoring /var/lib/postgresql/restoring.list".formatted(here));

        // When
        sh("docker restart " + here);
        awaitReady(here);

        // Then
        assertThat(sh("docker exec %s ls /var/lib/postgresql".formatted(here))).isEqualTo("data\n");
    }

    private static void awaitReady(String container) {
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> sql(container, "intake_owner", "owner", "select 'ready'")
                        .contains("ready"));
    }

    private static String sql(String container, String role, String password, String sql) throws IOException {
        return sh("docker exec --env PGPASSWORD=%s %s psql -h 127.0.0.1 -U %s -v ON_ERROR_STOP=1 -Atc \"%s\" intake"
                .formatted(password, container, role, sql));
    }

    private static String sh(String command) throws IOException {
        return Command.of("sh", "-c", command).succeed();
    }
}
