package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.penah.testbed.net.Proxy;
import org.penah.testbed.postgres.Postgres;
import org.penah.testbed.program.Command;
import org.penah.testbed.program.Programs;

/** PostgreSQL with an owner of the schema and a runtime role that may only what migrations grant. */
public class LocalPostgres implements QuarkusTestResourceLifecycleManager {

    private static final AtomicInteger DEATHS = new AtomicInteger();

    private static Postgres postgres;
    private static Proxy line;
    private static Path small;

    /** The connection between a service and its database, which can die silently. */
    private static final class Line implements Proxy.Connection {

        private final int born = DEATHS.get();

        @Override
        public void request(byte[] bytes, int length, OutputStream server) throws IOException {
            pass(bytes, length, server);
        }

        @Override
        public void response(byte[] bytes, int length, OutputStream client) throws IOException {
            pass(bytes, length, client);
        }

        private void pass(byte[] bytes, int length, OutputStream to) throws IOException {
            if (DEATHS.get() == born) {
                to.write(bytes, 0, length);
            }
        }
    }

    @Override
    public Map<String, String> start() {
        postgres = Postgres.start();
        try {
            line = new Proxy(postgres.port(), Line::new);
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
        execute("create role runtime login password 'runtime'");
        Migrations.migrate(postgres.jdbcUrl("postgres"), "postgres", "postgres", "runtime");
        return Map.of(
                "quarkus.datasource.reactive.url", "postgresql://localhost:" + line.port() + "/postgres",
                "penah.database.silence", "2",
                "penah.database.lock", "1",
                "quarkus.datasource.username", "runtime",
                "quarkus.datasource.password", "runtime");
    }

    @Override
    public void stop() {
        try {
            line.close();
        } catch (IOException cannotStop) {
            throw new UncheckedIOException(cannotStop);
        }
        postgres.close();
    }

    /** Ends every connection and refuses new ones until {@link #comeBack()}: an outage as the services see it. */
    static void goAway() {
        postgres.goAway("runtime");
    }

    static void comeBack() {
        postgres.comeBack("runtime");
    }

    /** Reads and keeps nothing, as a full disk does, until {@link #keepAgain()}. */
    static void keepNothing() {
        execute("alter role runtime set default_transaction_read_only = on");
        postgres.disconnect("runtime");
    }

    static void keepAgain() {
        execute("alter role runtime reset default_transaction_read_only");
        postgres.disconnect("runtime");
    }

    /** Leaves no room for notes, on a real file system, and all the room that it needs for everything else. */
    static void leaveNoRoom() throws Exception {
        small = Files.createTempDirectory("penah-small");
        Command.Ended mount = Command.of("mount", "-t", "tmpfs", "-o", "size=256k", "penah-test", small.toString())
                .run();
        if (mount.exit() != 0) {
            Programs.skip("only root may mount a small file system: " + mount.text());
        }
        execute("create tablespace small location '" + small + "'");
        execute("alter table note set tablespace small");
        // Committed one by one, for room that a failed change has taken is given back.
        assertThatThrownBy(
                        () -> execute("do $$ begin loop insert into note values ('filler'); commit; end loop; end $$"))
                .hasRootCauseInstanceOf(SQLException.class)
                .hasStackTraceContaining("No space left on device");
    }

    static void giveRoomAgain() {
        execute("alter table note set tablespace pg_default");
        execute("drop tablespace small");
        Command.of("umount", small.toString()).succeed();
    }

    /** Leaves every connection open, with nobody at its other end. */
    static void fallSilent() {
        DEATHS.incrementAndGet();
    }

    /** A connection of somebody else's, which no silence ends. */
    static Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl("postgres"));
    }

    private static void execute(String sql) {
        postgres.execute("postgres", sql);
    }
}
