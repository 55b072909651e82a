package org.penah.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An intruder in the service has its database role; these tests show what that role cannot do. */
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
                "select alert_id from tip",
                "select mailbox from tip",
                "select queue, soon from tip",
                "select count(*) from tip",
                "insert into tip (tip_id, day) values (gen_random_uuid(), current_date)",
                "delete from tip",
                "update tip set alert_id = null",
                "truncate tip",
                "update manifest_serial set serial = 1",
                "delete from manifest_serial",
                "drop table tip",
                "select * from reply",
                "select mailbox from reply",
                "select count(*) from reply",
                "insert into reply (reply_id) values (gen_random_uuid())",
                "update reply set read_on = null",
                "delete from reply",
                "select * from used_form_token",
                "delete from used_form_token",
                "alter function tips_of_mailbox(bytea) security invoker",
                "create or replace function tips_of_mailbox(the_box bytea) returns void language sql as 'select 1'",
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

    /** Without a hash nothing comes out: the functions take no pattern, no null and no part of one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from tips_of_mailbox(null)",
                "select * from tips_of_mailbox('')",
                "select * from tips_of_mailbox('%')",
                "select * from mailbox_tips(null)",
                "select * from mailbox_tips('')",
                "select * from mailbox_tips('%')",
                "select * from sent_tips(null)",
                "select * from sent_tips('')",
                "select * from sent_tips('%')",
                "select * from empty_mailbox(null)",
                "select * from empty_mailbox('')",
                "select * from mailbox_replies(null)",
                "select * from mailbox_replies('')",
                "select * from take_back_consent(null, null, true)"
            })
    void the_services_role_gets_nothing_without_a_hash(String sql) throws SQLException {
        // Given
        LocalPostgres.run("insert into tip (tip_id, day, mailbox, alert, details)"
                + " values (gen_random_uuid(), current_date, sha256(gen_random_uuid()::text::bytea), true, true),"
                + " (gen_random_uuid(), current_date, null, true, true)");
        try (Connection connection = LocalPostgres.asService();
                Statement statement = connection.createStatement()) {

            // When
            boolean found = statement.executeQuery(sql).next();

            // Then
            assertThat(found).isFalse();
        }
    }
}
