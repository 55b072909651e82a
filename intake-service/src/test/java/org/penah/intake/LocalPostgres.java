package org.penah.intake;

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

/** A PostgreSQL of its own with the two roles of a real one: the owner migrates, {@code intake} may what it was granted. */
public class LocalPostgres implements QuarkusTestResourceLifecycleManager {

    private static EmbeddedPostgres postgres;

    @Override
    public Map<String, String> start() {
        try {
            postgres = EmbeddedPostgres.start();
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
        asRoot("postgres", "create role intake_owner login password 'owner'");
        asRoot("postgres", "create role intake login password 'intake'");
        asRoot("postgres", "create database intake owner intake_owner");
        String address = "localhost:" + postgres.getPort() + "/intake";
        return Map.of(
                "quarkus.datasource.jdbc.url",
                "jdbc:postgresql://" + address,
                "quarkus.datasource.reactive.url",
                "postgresql://" + address,
                "quarkus.datasource.password",
                "intake",
                "quarkus.flyway.password",
                "owner");
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
        asRoot("postgres", "alter role intake nologin");
        asRoot("postgres", "select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = 'intake'");
    }

    public static void comeBack() {
        asRoot("postgres", "alter role intake login");
    }

    /** The first column of each row, as text. */
    public static List<String> ask(String sql) {
        try (Connection connection = postgres.getDatabase("postgres", "intake").getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> answers = new ArrayList<>();
            while (rows.next()) {
                answers.add(rows.getString(1));
            }
            return answers;
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    public static void run(String sql) {
        asRoot("intake", sql);
    }

    /** Connects as the service does. */
    public static Connection asService() throws SQLException {
        return java.sql.DriverManager.getConnection(
                "jdbc:postgresql://localhost:" + postgres.getPort() + "/intake", "intake", "intake");
    }

    private static void asRoot(String database, String sql) {
        try (Connection connection = postgres.getDatabase("postgres", database).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }
}
