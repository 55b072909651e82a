package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A PostgreSQL of its own, with an owner of the schema and a runtime role that may only what migrations grant. */
public class LocalPostgres implements QuarkusTestResourceLifecycleManager {

    private static EmbeddedPostgres postgres;
    private static Line line;
    private static Path small;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.start();
            line = new Line(postgres.getPort());
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
        execute("create role runtime login password 'runtime'");
        String address = "localhost:" + postgres.getPort() + "/postgres";
        return Map.of(
                "quarkus.datasource.jdbc.url", "jdbc:postgresql://" + address,
                "quarkus.datasource.reactive.url", "postgresql://localhost:" + line.port() + "/postgres",
                "penah.database.silence", "5",
                "quarkus.datasource.username", "runtime",
                "quarkus.datasource.password", "runtime",
                "quarkus.flyway.username", "postgres",
                "quarkus.flyway.password", "postgres");
    }

    @Override
    public void stop() {
        try {
            line.close();
            postgres.close();
        } catch (IOException cannotStop) {
            throw new UncheckedIOException(cannotStop);
        }
    }

    /** Ends every connection and refuses new ones until {@link #comeBack()}: an outage as the services see it. */
    static void goAway() {
        execute("alter role runtime nologin");
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'runtime'");
    }

    static void comeBack() {
        execute("alter role runtime login");
    }

    /** Reads and keeps nothing, as a full disk does, until {@link #keepAgain()}. */
    static void keepNothing() {
        execute("alter role runtime set default_transaction_read_only = on");
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'runtime'");
    }

    static void keepAgain() {
        execute("alter role runtime reset default_transaction_read_only");
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'runtime'");
    }

    /** Leaves no room for notes, on a real file system, and all the room that it needs for everything else. */
    static void leaveNoRoom() throws Exception {
        small = Files.createTempDirectory("penah-small");
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64k", "penah-test", small.toString());
        assumeTrue(mounted, "only root may mount a small file system");
        execute("create tablespace small location '" + small + "'");
        execute("alter table note set tablespace small");
        // Committed one by one, for room that a failed change has taken is given back.
        assertThatThrownBy(
                        () -> execute("do $$ begin loop insert into note values ('filler'); commit; end loop; end $$"))
                .hasRootCauseInstanceOf(SQLException.class)
                .hasStackTraceContaining("No space left on device");
    }

    static void giveRoomAgain() throws Exception {
        execute("alter table note set tablespace pg_default");
        execute("drop tablespace small");
        run("umount", small.toString());
    }

    private static boolean run(String... command) throws Exception {
        return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    }

    /** Leaves every connection open, with nobody at its other end. */
    static void fallSilent() {
        line.die();
    }

    private static void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
