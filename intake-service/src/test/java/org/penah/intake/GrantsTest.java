package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever breaks into the service has its database role, and this is what that role cannot do. */
@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
@QuarkusTestResource(LocalKeys.class)
class GrantsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from tip",
                "select tip_id from tip",
                "select day from tip",
                "select once from tip",
                "delete from tip",
                "update tip set alert_id = null",
                "truncate tip",
                "update manifest_serial set serial = 1",
                "delete from manifest_serial",
                "drop table tip",
                "create table loot (x text)",
                "select * from flyway_schema_history"
            })
    void the_services_role_cannot(String sql) throws SQLException {
        // Given
        try (Connection connection = LocalPostgres.asService();
                Statement statement = connection.createStatement()) {

            // When
            var execute = assertThatThrownBy(() -> statement.execute(sql));

            // Then
            execute.isInstanceOf(SQLException.class)
                    .extracting(refused -> ((SQLException) refused).getSQLState())
                    .isEqualTo("42501");
        }
    }
}
