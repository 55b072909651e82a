package org.penah.intake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.penah.outbox.Migrations;
import org.penah.testbed.postgres.Postgres;

/** PostgreSQL with the two roles of a real one: the owner migrates, {@code intake} may what it was granted. */
public class LocalPostgres implements QuarkusTestResourceLifecycleManager {

    private static Postgres postgres;

    @Override
    public Map<String, String> start() {
        postgres = Postgres.start();
        postgres.execute("postgres", "create role intake_owner login password 'owner'");
        postgres.execute("postgres", "create role intake login password 'intake'");
        postgres.execute("postgres", "create database intake owner intake_owner");
        String address = "postgresql://localhost:" + postgres.port() + "/intake";
        Migrations.migrate("jdbc:" + address, "intake_owner", "owner", "intake");
        return Map.of("quarkus.datasource.reactive.url", address, "quarkus.datasource.password", "intake");
    }

    @Override
    public void stop() {
        postgres.close();
    }

    /** Ends every connection and refuses new ones until {@link #comeBack()}: an outage as the service sees it. */
    public static void goAway() {
        postgres.goAway("intake");
    }

    public static void comeBack() {
        postgres.comeBack("intake");
    }

    /** The first column of each row, as text. */
    public static List<String> ask(String sql) {
        return postgres.column("intake", sql);
    }

    public static void run(String sql) {
        postgres.execute("intake", sql);
    }

    /** Connects as the service does. */
    public static Connection asService() throws SQLException {
        return postgres.connect("intake", "intake", "intake");
    }

    /** Nobody else reads or writes the table until the connection closes. */
    public static Connection holding(String table) throws SQLException {
        Connection holder = postgres.connect("intake");
        holder.setAutoCommit(false);
        try (Statement lock = holder.createStatement()) {
            lock.execute("lock table " + table + " in access exclusive mode");
        }
        return holder;
    }
}
