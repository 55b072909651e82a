package org.penah.stack.postgres;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.penah.stack.process.Jvm;
import org.penah.stack.state.Secret;
import org.penah.stack.state.State;

/** Makes the databases of the services, each with an owner for its migrations and a role with less for its work. */
public final class Databases {

    public static final List<String> NAMES = List.of("intake", "triage", "notify");

    private static final Duration LONGEST_MIGRATION = Duration.ofMinutes(3);

    private final State state;
    private final int port;

    public Databases(State state, int port) {
        this.state = state;
        this.port = port;
    }

    /** Makes what is missing; true when every service can connect. */
    public boolean ready() throws IOException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String name : NAMES) {
                make(name, connection, statement);
            }
            return true;
        } catch (SQLException e) {
            throw new IOException(e);
        }
    }

    private void make(String name, Connection connection, Statement statement) throws SQLException {
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name + "_owner")) {
            statement.execute("CREATE ROLE %s_owner LOGIN PASSWORD '%s'".formatted(name, password(name + "_owner")));
        }
        if (!exists(connection, "SELECT 1 FROM pg_roles WHERE rolname = ?", name)) {
            statement.execute("CREATE ROLE %s LOGIN PASSWORD '%s'".formatted(name, password(name)));
        }
        if (!exists(connection, "SELECT 1 FROM pg_database WHERE datname = ?", name)) {
            statement.execute("CREATE DATABASE %s OWNER %s_owner".formatted(name, name));
        }
        // Nobody but its own two roles may even connect; PostgreSQL lets everybody by default.
        statement.execute("REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(name));
        statement.execute("GRANT CONNECT ON DATABASE %s TO %s".formatted(name, name));
    }

    /** Where a service finds its own. */
    public String url(String name) {
        return "postgresql://127.0.0.1:" + port + "/" + name;
    }

    /**
     * Migrates one to the schema of a built service, as its owner and in a separate process.
     *
     * @param service the folder with {@code quarkus-run.jar}
     * @throws IOException if it did not come so far; what the process said is in the message and in its log
     */
    public void migrate(String name, Path service) throws IOException {
        Path log = state.folder("logs").resolve(name + "-migrations.log");
        ProcessBuilder migrations = Jvm.command(
                state.folder("tmp").resolve(name),
                Map.of(),
                List.of(
                        "-cp",
                        service.resolve("app") + "/*:" + service.resolve("lib/main") + "/*",
                        "org.penah.outbox.Migrations",
                        "jdbc:" + url(name),
                        name,
                        state.secrets().file(secretOf(name + "_owner")).toString()));
        Process process = migrations
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            boolean ended = process.waitFor(LONGEST_MIGRATION.toSeconds(), TimeUnit.SECONDS);
            if (!ended || process.exitValue() != 0) {
                throw new IOException("the migrations of its database "
                        + (ended ? "failed:" : "did not finish:")
                        + System.lineSeparator()
                        + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean exists(Connection connection, String query, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return found.next();
            }
        }
    }

    private String password(String role) {
        return state.secrets().get(secretOf(role)).reveal();
    }

    /** The name of the secret that holds a role's password. */
    public static String secretOf(String role) {
        return "postgres-" + role.replace('_', '-');
    }

    /** As the superuser: for making databases, and for looking into them from outside. */
    public Connection connect(String database) throws SQLException {
        Secret password = state.secrets().get(Cluster.SUPERUSER_SECRET);
        Properties properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", password.reveal());
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database), properties);
    }
}
