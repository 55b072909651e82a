package org.penah.triage.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepUpRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "stepped-up,   0, true",
        "stepped-up, 299, true",
        "stepped-up, 300, false",
        "signed-in,    0, false",
        "Stepped-up,   0, false",
        "'',           0, false",
        ",             0, false",
    })
    void it_counts_for_five_minutes_and_at_the_second_level_alone(
            @Nullable String acr, long secondsAgo, boolean expected) {
        // When
        boolean counts = StepUp.counts(acr, NOW.getEpochSecond() - secondsAgo, NOW);

        // Then
        assertThat(counts).isEqualTo(expected);
    }

    @Test
    void without_a_time_it_does_not_count() {
        // When
        boolean counts = StepUp.counts(StepUp.LEVEL, null, NOW);

        // Then
        assertThat(counts).isFalse();
    }
}
