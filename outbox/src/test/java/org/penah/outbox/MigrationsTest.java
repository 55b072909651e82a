package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.testbed.postgres.Postgres;

/** The program that brings a database to the schema of a version. */
class MigrationsTest {

    @TempDir
    Path folder;

    private final Postgres postgres = Postgres.start();
    private final String url = "jdbc:postgresql://localhost:" + postgres.port() + "/runtime";

    @BeforeEach
    void makeDatabase() {
        postgres.execute("postgres", "create role runtime_owner login password 'owner'");
        postgres.execute("postgres", "create role runtime login password 'runtime'");
        postgres.execute("postgres", "create database runtime owner runtime_owner");
    }

    @AfterEach
    void stop() {
        postgres.close();
    }

    @Test
    void migrates_as_the_owner_and_grants_to_the_role() throws Exception {
        // Given
        Path password = Files.writeString(folder.resolve("password"), "owner\n");

        // When
        Migrations.main(new String[] {url, "runtime", password.toString()});

        // Then
        assertThat(postgres.column("runtime", "select distinct tableowner from pg_tables where schemaname = 'public'"))
                .containsExactly("runtime_owner");
        asRole("insert into note (text) values ('kept')");
        assertThatThrownBy(() -> asRole("drop table note")).hasMessageContaining("must be owner");
    }

    @Test
    void the_outbox_comes_where_the_service_has_tables_already() {
        // Given a database from before the outbox
        Migrations.migrate(url, "runtime_owner", "owner", "runtime");
        postgres.execute("runtime", "drop table outbox, inbox; drop function outbox_wake");
        postgres.execute("runtime", "delete from flyway_schema_history where version = '0.1'");

        // When
        int executed = Migrations.migrate(url, "runtime_owner", "owner", "runtime");

        // Then
        assertThat(executed).isEqualTo(1);
    }

    /** A newer version, or one with other migrations in between. */
    @ParameterizedTest
    @ValueSource(strings = {"9999", "1.5"})
    void starts_again_where_nothing_is_new_or_another_version_has_been(String theirs) {
        // Given
        assertThat(Migrations.migrate(url, "runtime_owner", "owner", "runtime")).isPositive();
        postgres.execute(
                "runtime",
                "insert into flyway_schema_history values (9000, '" + theirs
                        + "', 'theirs', 'SQL', 'V__theirs.sql', 1, 'runtime_owner', now(), 1, true)");

        // When
        int more = Migrations.migrate(url, "runtime_owner", "owner", "runtime");

        // Then
        assertThat(more).isZero();
    }

    @Test
    void fails_where_somebody_has_changed_what_was_run() {
        // Given
        Migrations.migrate(url, "runtime_owner", "owner", "runtime");
        postgres.execute("runtime", "update flyway_schema_history set checksum = 1 where version = '1'");

        // When
        assertThatThrownBy(() -> Migrations.migrate(url, "runtime_owner", "owner", "runtime"))

                // Then
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("checksum mismatch");
    }

    // Nothing can interrupt a wait of JDBC for its database.
    @Test
    @Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
    void gives_up_a_lock_that_somebody_keeps_and_changes_nothing() throws SQLException {
        // Given somebody who has begun to make the same table
        try (Connection somebody = postgres.connect("runtime", "runtime_owner", "owner");
                Statement statement = somebody.createStatement()) {
            somebody.setAutoCommit(false);
            statement.execute("create table note (text text)");

            // When
            assertThatThrownBy(() -> Migrations.migrate(url, "runtime_owner", "owner", "runtime"))

                    // Then
                    .isInstanceOf(FlywayException.class)
                    .hasMessageContaining("lock timeout");
            somebody.rollback();
        }
        assertThat(Migrations.migrate(url, "runtime_owner", "owner", "runtime")).isPositive();
    }

    private void asRole(String sql) throws SQLException {
        try (Connection connection = postgres.connect("runtime", "runtime", "runtime");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
