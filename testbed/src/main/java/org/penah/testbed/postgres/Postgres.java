package org.penah.testbed.postgres;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs a PostgreSQL server for one test, on a free port of the loopback address; it keeps nothing when it ends. */
public final class Postgres implements AutoCloseable {

    private static final String SUPERUSER = "postgres";

    private EmbeddedPostgres server;

    private Postgres(EmbeddedPostgres server) {
        this.server = server;
    }

    public static Postgres start() {
        try {
            return new Postgres(EmbeddedPostgres.start());
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    /** A server with these settings, whose log goes into a file. */
    public static Postgres startWith(Map<String, String> settings, Path log) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setOutputRedirector(Redirect.to(log.toFile()));
        settings.forEach(builder::setServerConfig);
        try {
            return new Postgres(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One that keeps all its files in this folder, and what it has committed, so that {@link #startAgain} finds it there. */
    public static Postgres startIn(Path folder) {
        return new Postgres(start(folder, 0));
    }

    /** Starts one again that has died, at the same port. */
    public void startAgain(Path folder) {
        int port = port();
        close();
        server = start(folder, port);
    }

    private static EmbeddedPostgres start(Path folder, int port) {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setDataDirectory(folder)
                    .setCleanDataDirectory(false)
                    .setServerConfig("synchronous_commit", "on");
            return (port == 0 ? builder : builder.setPort(port)).start();
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    public int port() {
        return server.getPort();
    }

    /** Its address for JDBC, with the superuser in it. */
    public String jdbcUrl(String database) {
        return server.getJdbcUrl(SUPERUSER, database);
    }

    /** Executes a statement as superuser. */
    public void execute(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** Connects as superuser. */
    public Connection connect(String database) throws SQLException {
        return server.getDatabase(SUPERUSER, database).getConnection();
    }

    /** Connects as a role whose password is known. */
    public Connection connect(String database, String role, String password) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://localhost:" + port() + "/" + database, role, password);
    }

    /** The first column of each row that a query finds, as text, null where it is null; asked as superuser. */
    public List<@Nullable String> column(String database, String sql) {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<@Nullable String> column = new ArrayList<>();
            while (rows.next()) {
                column.add(rows.getString(1));
            }
            return column;
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** Ends every connection of a role and refuses new ones until {@link #comeBack}: an outage as a service sees it. */
    public void goAway(String role) {
        execute(SUPERUSER, "alter role " + role + " nologin");
        disconnect(role);
    }

    public void comeBack(String role) {
        execute(SUPERUSER, "alter role " + role + " login");
    }

    /** Ends every connection of a role; returns when they have ended. */
    public void disconnect(String role) {
        execute(
                SUPERUSER,
                "select pg_terminate_backend(pid, 10000) from pg_stat_activity where usename = '" + role + "'");
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException cannotStop) {
            throw new UncheckedIOException(cannotStop);
        }
    }
}
