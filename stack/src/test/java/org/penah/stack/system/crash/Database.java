package org.penah.stack.system.crash;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.penah.stack.postgres.Databases;

/** notify-service's database as its superuser sees it, and locks in it that hold the service up at one line. */
final class Database implements AutoCloseable {

    private final Databases databases;
    private final List<Connection> holding = new CopyOnWriteArrayList<>();

    Database(Databases databases) {
        this.databases = databases;
    }

    int execute(String sql, Object... parameters) {
        try (Connection connection = databases.connect("notify");
                PreparedStatement statement = prepare(connection, sql, parameters)) {
            return statement.executeUpdate();
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    long number(String sql, Object... parameters) {
        return Long.parseLong(texts(sql, parameters).get(0));
    }

    List<UUID> ids(String sql, Object... parameters) {
        return texts(sql, parameters).stream().map(UUID::fromString).toList();
    }

    List<String> texts(String sql, Object... parameters) {
        try (Connection connection = databases.connect("notify");
                PreparedStatement statement = prepare(connection, sql, parameters);
                ResultSet result = statement.executeQuery()) {
            List<String> texts = new ArrayList<>();
            while (result.next()) {
                texts.add(result.getString(1));
            }
            return texts;
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** Takes a lock and keeps it until {@link #letGo}. */
    Connection hold(String sql, Object... parameters) {
        try {
            Connection connection = databases.connect("notify");
            holding.add(connection);
            connection.setAutoCommit(false);
            try (PreparedStatement statement = prepare(connection, sql, parameters)) {
                statement.execute();
            }
            return connection;
        } catch (SQLException refused) {
            throw new IllegalStateException(refused);
        }
    }

    /** The same in the background: later transactions wait behind it. */
    CompletableFuture<Connection> queueFor(String sql) {
        return CompletableFuture.supplyAsync(() -> hold(sql));
    }

    /** Which instances wait for a lock of this mode on this table. */
    List<String> waiting(String table, String mode) {
        return texts(
                "select a.application_name from pg_locks l join pg_stat_activity a using (pid) where not l.granted"
                        + " and l.relation = cast(? as regclass) and l.mode = ?",
                table,
                mode);
    }

    /** Which instances wait for a row that somebody has locked. */
    List<String> waitingForRows() {
        return texts(
                "select distinct a.application_name from pg_locks l join pg_stat_activity a using (pid)"
                        + " where not l.granted and l.locktype in ('transactionid', 'tuple') and application_name like 'notify%'");
    }

    /** Lets go of one. */
    void letGo(Connection connection) {
        holding.remove(connection);
        try {
            connection.close();
        } catch (SQLException deadAlready) {
            throw new IllegalStateException(deadAlready);
        }
    }

    /** Lets go of everything. */
    void letGo() {
        List.copyOf(holding).forEach(this::letGo);
    }

    private static PreparedStatement prepare(Connection connection, String sql, Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(
                    i + 1,
                    parameters[i] instanceof List<?> many
                            ? connection.createArrayOf("uuid", many.toArray())
                            : parameters[i]);
        }
        return statement;
    }

    @Override
    public void close() {
        letGo();
    }
}
