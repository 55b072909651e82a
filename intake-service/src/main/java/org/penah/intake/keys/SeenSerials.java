package org.penah.intake.keys;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * The serials of the manifests that any instance has accepted, so that none takes an older one after a restart. They are
 * in the database because it outlives a machine; a service that cannot ask it does not start.
 */
@ApplicationScoped
class SeenSerials {

    private final DataSource database;

    SeenSerials(DataSource database) {
        this.database = database;
    }

    /** The highest, or 0. */
    int highest() {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select coalesce(max(serial), 0) from manifest_serial")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException fault) {
            throw new IllegalStateException("the serials seen before cannot be read", fault);
        }
    }

    void add(int serial) {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement(
                        "insert into manifest_serial (serial) values (?) on conflict do nothing")) {
            statement.setInt(1, serial);
            statement.executeUpdate();
        } catch (SQLException fault) {
            throw new IllegalStateException("the serial of the manifest cannot be kept", fault);
        }
    }
}
