package org.penah.stack.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.penah.stack.postgres.ShippedDatabase.OWNER;
import static org.penah.stack.postgres.ShippedDatabase.SERVICE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.stack.postgres.ShippedDatabase;

/** What code in a service can do to the backup of its database, with that service's password and the database as it is shipped. */
class DumpIT {

    @TempDir
    Path folder;

    private ShippedDatabase database;

    @BeforeEach
    void start() throws IOException {
        database = ShippedDatabase.start(Files.createDirectory(folder.resolve("here")), "--network none");
        database.sql(OWNER, "create table tip (tip_id int primary key, note text)");
        database.sql(OWNER, "grant select, insert, delete on tip to intake");
        database.sql(OWNER, "insert into tip values (1, 'sealed')");
        database.sql(OWNER, "alter default privileges revoke execute on functions from public");
    }

    @AfterEach
    void stop() {
        if (database != null) {
            database.close();
        }
    }

    @Test
    void code_in_a_service_spoils_no_backup_of_its_database_by_what_any_role_may_do() throws Exception {
        // Given
        database.sql(SERVICE, "select lo_create(1)");
        database.sql(SERVICE, "grant select on large object 1 to public");
        database.sql(SERVICE, "alter default privileges grant select on tables to public");
        Path dump = folder.resolve("dump");

        // When
        database.run("sh -c '%s' > '%s'".formatted(Backup.DUMP, dump));
        try (ShippedDatabase elsewhere =
                ShippedDatabase.start(Files.createDirectory(folder.resolve("elsewhere")), "--network none")) {
            elsewhere.run("sh -c '%s' < '%s'".formatted(Restore.INTO_DATABASE, dump));

            // Then
            assertThat(elsewhere.sql(SERVICE, "select note from tip")).contains("sealed");
            elsewhere.sql(OWNER, "create function secret() returns int language sql as 'select 1'");
            assertThat(elsewhere.sql(OWNER, "select has_function_privilege('intake', 'secret()', 'execute')"))
                    .isEqualTo("f\n");
        }
    }

    @Test
    void a_restore_that_was_killed_leaves_no_dump_in_clear() throws Exception {
        // Given
        database.run("touch /var/lib/postgresql/restoring /var/lib/postgresql/restoring.list");

        // When
        database.restart();

        // Then
        assertThat(database.run("ls /var/lib/postgresql")).isEqualTo("data\n");
    }
}
