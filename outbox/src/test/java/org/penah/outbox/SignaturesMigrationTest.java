package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.penah.testbed.postgres.Postgres;

/** A waiting event without a signature would be refused by its receiver, so the update waits for it. */
class SignaturesMigrationTest {

    @Test
    void an_outbox_that_is_not_empty_is_not_migrated_and_loses_nothing() {
        try (Postgres postgres = Postgres.start()) {
            // Given
            postgres.execute("postgres", "create role runtime login");
            flyway(postgres, "0.1").migrate();
            postgres.execute(
                    "postgres",
                    "insert into outbox (event_id, queue, event) values (gen_random_uuid(), 'penah.alerts', '')");

            // Then
            assertThatThrownBy(() -> flyway(postgres, "0.2").migrate()).isInstanceOf(FlywayException.class);

            // When it has left
            postgres.execute("postgres", "do $$ begin assert (select count(*) from outbox) = 1; end $$");
            postgres.execute("postgres", "delete from outbox");

            // Then
            flyway(postgres, "0.2").migrate();
        }
    }

    private static Flyway flyway(Postgres postgres, String version) {
        return Flyway.configure()
                .dataSource(postgres.jdbcUrl("postgres"), null, null)
                .locations("db/outbox")
                .placeholders(Map.of("runtime-role", "runtime"))
                .target(version)
                .load();
    }
}
