package org.penah.triage;

import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL of its own with the two roles that the service has everywhere. */
public class LocalPostgres implements QuarkusTestResourceLifecycleManager {

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
        execute("create role triage login password 'triage'");
        execute("create role triage_owner login password 'triage_owner'");
        execute("create database triage owner triage_owner");
        String address = "localhost:" + postgres.getPort() + "/triage";
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://" + address,
                "quarkus.datasource.reactive.url",
                "postgresql://" + address,
                "quarkus.datasource.password",
                "triage",
                "quarkus.flyway.password",
                "triage_owner");
    }

    @Override
    public void stop() {
        try {
            postgres.close();
        } catch (IOException cannotStop) {
            throw new UncheckedIOException(cannotStop);
        }
    }

    /** Ends every connection and refuses new ones until {@link #comeBack()}: an outage as the service sees it. */
    public static void goAway() {
        execute("alter role triage nologin");
        execute("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'triage'");
    }

    public static void comeBack() {
        execute("alter role triage login");
    }

    /** Runs a statement as the service's own runtime role. */
    public static void executeAsService(String sql) throws SQLException {
        try (Connection connection = postgres.getDatabase("triage", "triage", Map.of("password", "triage"))
                        .getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement as the owner, past what the service may. */
    public static void asOwner(String sql) throws SQLException {
        try (Connection connection = postgres.getDatabase("postgres", "triage").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs a statement as the owner, and keeps the rows that it changed locked until the other is under way and waits for one. */
    public static void beforeWaiting(String sql, Runnable other) throws SQLException {
        try (Connection connection = postgres.getDatabase("postgres", "triage").getConnection();
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

    /** The first column of a query's rows, read as the superuser, past the service. */
    public static List<String> column(String sql) {
        try (Connection connection = postgres.getDatabase("postgres", "triage").getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(String.valueOf(rows.getString(1)));
            }
            return column;
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
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
