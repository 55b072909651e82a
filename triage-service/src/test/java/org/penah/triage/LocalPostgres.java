package org.penah.triage;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.penah.outbox.Migrations;
import org.penah.testbed.postgres.Postgres;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** A separate PostgreSQL with the two roles that the service has everywhere. */
public class LocalPostgres implements QuarkusTestResourceLifecycleManager {

    @SuppressWarnings("NullAway.Init")
    private static Postgres postgres;

    @Override
    public Map<String, String> start() {
        postgres = Postgres.start();
        execute("create role triage login password 'triage'");
        execute("create role triage_owner login password 'triage_owner'");
        execute("create database triage owner triage_owner");
        String address = "postgresql://localhost:" + postgres.port() + "/triage";
        Migrations.migrate("jdbc:" + address, "triage_owner", "triage_owner", "triage");
        return Map.of("quarkus.datasource.reactive.url", address, "quarkus.datasource.password", "triage");
    }

    @Override
    public void stop() {
        postgres.close();
    }

    /** Ends every connection and refuses new ones until {@link #comeBack()}: an outage as the service sees it. */
    public static void goAway() {
        postgres.goAway("triage");
    }

    public static void comeBack() {
        postgres.comeBack("triage");
    }

    /** Runs a statement as the service's own runtime role. */
    public static void executeAsService(String sql) throws SQLException {
        try (Connection connection = postgres.connect("triage", "triage", "triage");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement as the owner, past what the service may. */
    public static void asOwner(String sql) throws SQLException {
        try (Connection connection = postgres.connect("triage");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement as the owner, and keeps the rows that it changed locked until the other is under way and waits for one. */
    public static void beforeWaiting(String sql, Runnable other) throws SQLException {
        try (Connection connection = postgres.connect("triage");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            other.run();
            await().until(() -> !column(
                            "select 1 from pg_stat_activity where wait_event_type = 'Lock'" + " and usename = 'triage'")
                    .isEmpty());
            connection.commit();
        }
    }

    /** Runs a statement as the owner, and ends its transaction once the other is done. */
    public static void during(String sql, PinnedClock.Happening other) throws Throwable {
        try (Connection connection = postgres.connect("triage");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(sql);
            other.run();
            connection.rollback();
        }
    }

    /** The queues whose desks a statement of the owner wakes. */
    public static List<String> woken(String sql) throws SQLException {
        try (Connection connection = postgres.connect("triage");
                Statement statement = connection.createStatement()) {
            statement.execute("listen desk");
            statement.execute(sql);
            return Stream.of(connection.unwrap(PGConnection.class).getNotifications(1000))
                    .map(PGNotification::getParameter)
                    .toList();
        }
    }

    /** The first column of a query's rows, read as the superuser, past the service. */
    public static List<String> column(String sql) {
        return postgres.column("triage", sql);
    }

    /** The server, which has started one process for each connection. */
    public static ProcessHandle server() {
        // Not by way of a connection's process, which may have ended by then.
        String server = column("select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)")
                .get(0);
        return ProcessHandle.of(Long.parseLong(server)).orElseThrow();
    }

    /** As the database does it by itself after a minute: what a query costs depends on it. */
    public static void vacuum() {
        postgres.execute("triage", "vacuum analyze");
    }

    private static void execute(String sql) {
        postgres.execute("postgres", sql);
    }
}
