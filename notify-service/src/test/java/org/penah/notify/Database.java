package org.penah.notify;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The database as its superuser sees it. */
@ApplicationScoped
public class Database {

    private static final String DEADLOCK = "40P01";

    @ConfigProperty(name = "test.database")
    String url;

    /** Executes once more what was given up for another: the service locks some tables in the other order than a truncate. */
    public int execute(String sql, Object... parameters) {
        while (true) {
            try (Connection connection = DriverManager.getConnection(url);
                    PreparedStatement statement = prepare(connection, sql, parameters)) {
                return statement.executeUpdate();
            } catch (SQLException refused) {
                if (!DEADLOCK.equals(refused.getSQLState())) {
                    throw new IllegalStateException(refused);
                }
            }
        }
    }

    public long number(String sql, Object... parameters) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
