package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(LocalPostgres.class)
@QuarkusTestResource(LocalBroker.class)
class TrustedDayTest {

    private static final Duration LIMIT = FarEnd.LIMIT;

    @Inject
    TrustedDay trustedDay;

    @Inject
    MeterRegistry meters;

    @Test
    void a_day_that_cannot_be_kept_grows_no_newer_and_the_metric_says_for_how_long() throws Exception {
        // Given
        look();
        LocalDate before = trustedDay.today().await().atMost(LIMIT);

        // When somebody holds the row
        try (Connection somebody = LocalPostgres.connect()) {
            somebody.setAutoCommit(false);
            somebody.createStatement().execute("select from trusted_day for update");
            assertThatThrownBy(this::look).hasStackTraceContaining("lock timeout");
            await().atMost(LIMIT).until(() -> unchecked() >= 2);
            assertThatThrownBy(this::look).hasStackTraceContaining("lock timeout");

            // Then
            assertThat(unchecked()).isGreaterThanOrEqualTo(2);
            assertThat(trustedDay.today().await().atMost(LIMIT)).isEqualTo(before);
        }

        // When it is given back
        look();

        // Then
        assertThat(unchecked()).isLessThan(2);
    }

    private void look() {
        trustedDay.look().await().atMost(LIMIT);
    }

    private double unchecked() {
        return meters.get("penah.clock.unchecked.seconds").gauge().value();
    }
}
