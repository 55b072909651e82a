package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;

/** Of many partners somebody is always silent; all here happens in one transaction, which nobody else sees. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class SilentPartnersTest {

    @Inject
    Database database;

    @Test
    void one_of_many_is_an_alarm_only_while_an_alert_waits_for_it() throws Exception {
        try (Connection connection = DriverManager.getConnection(database.url());
                Statement statement = connection.createStatement()) {
            // Given
            connection.setAutoCommit(false);
            statement.execute("delete from partner_alert");
            statement.execute("update partner set channel = 'EDGE', silent_since = null");
            statement.execute("""
                    insert into partner (id, name, url, recipient, acknowledgement_key, accepts_source_asserted,
                        sealed_signing_seed, sealed_shared_secret, channel, tier)
                    select gen_random_uuid(), 'many-' || i, url, recipient, acknowledgement_key, false,
                        sealed_signing_seed, sealed_shared_secret, 'SLOTS', 1
                    from partner, generate_series(1, 100) i where name = 'safe-house'""");
            silence(statement, "many-1");

            // Then
            assertThat(silent(statement)).isZero();

            // When
            statement.execute("""
                    insert into alert values ('00000000-0000-4000-8000-000000000001', 'DESK_CONFIRMED', 'OPEN', 1, 'ME', 'HOURS',
                        null, false, 'en', date_trunc('hour', now()), date_trunc('hour', now()))""");
            statement.execute("""
                    insert into partner_alert select gen_random_uuid(), '00000000-0000-4000-8000-000000000001', id, 'PENDING',
                        date_trunc('hour', now()), 1, gen_random_uuid(), 'ALERT', date_trunc('hour', now()), 0, 0,
                        date_trunc('hour', now())
                    from partner where name in ('many-1', 'many-2')""");

            // Then
            assertThat(silent(statement)).isOne();

            // When
            statement.execute("update alert set state = 'CANCELLED'");
            assertThat(silent(statement)).isZero();
            statement.execute("update partner set staff = true where name = 'many-1'");

            // Then each of staff
            assertThat(silent(statement)).isOne();

            // When
            statement.execute("update partner set staff = false");
            silence(statement, "many-3");

            // Then one in fifty
            assertThat(silent(statement)).isEqualTo(2);
            connection.rollback();
        }
    }

    private static void silence(Statement statement, String name) throws SQLException {
        statement.execute("update partner set silent_since = date_trunc('minute', now()) where name = '" + name + "'");
    }

    private static int silent(Statement statement) throws SQLException {
        try (ResultSet counted = statement.executeQuery("select " + AlertSql.SILENT)) {
            counted.next();
            return counted.getInt(1);
        }
    }
}
