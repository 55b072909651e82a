package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FineClocksTest {

    private static final Instant BEGUN = Instant.parse("2026-11-24T10:02:30Z");
    private static final Instant MINUTE = Instant.parse("2026-11-24T10:03:00Z");

    private final FineClocks clocks = new FineClocks();
    private final Alert alert = new Alert();

    FineClocksTest() {
        alert.id = UUID.randomUUID();
        alert.begun = BEGUN;
        alert.opened = MINUTE;
        alert.lookAt = MINUTE.plusSeconds(60);
    }

    @Test
    void who_has_seen_an_alert_begin_looks_at_it_to_the_second() {
        // When
        Instant now = clocks.now(alert, BEGUN.plusSeconds(60));

        // Then
        assertThat(now).isEqualTo(alert.lookAt);
        assertThat(clocks.due(BEGUN.plusSeconds(59))).isEmpty();
        assertThat(clocks.due(BEGUN.plusSeconds(60))).containsExactly(alert.id);
    }

    @Test
    void it_is_known_when_the_alert_comes_from_the_database_again() {
        // Given
        clocks.now(alert, BEGUN);
        alert.begun = null;

        // When
        Instant now = clocks.now(alert, BEGUN.plusSeconds(60));

        // Then
        assertThat(now).isEqualTo(alert.lookAt);
    }

    @Test
    void who_has_not_goes_by_the_minute() {
        // Given
        alert.begun = null;

        // When
        Instant now = clocks.now(alert, BEGUN.plusSeconds(60));

        // Then
        assertThat(now).isBefore(alert.lookAt);
        assertThat(clocks.due(MINUTE.plusSeconds(60))).isEqualTo(List.of(alert.id));
    }

    @Test
    void nothing_is_kept_of_an_alert_that_somebody_has_taken_on() {
        // Given
        clocks.now(alert, BEGUN);
        alert.opened = null;
        alert.lookAt = null;

        // When
        clocks.now(alert, BEGUN);

        // Then
        assertThat(clocks.due(Instant.MAX.minusSeconds(60))).isEmpty();
    }
}
