package org.penah.stack.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.penah.stack.state.Secret;
import org.penah.stack.state.State;

/** The databases of the services, each with an owner for its migrations and a role with less for its work. */
public final class Databases {

    public static final List<String> NAMES = List.of("intake", "triage", "notify");

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
