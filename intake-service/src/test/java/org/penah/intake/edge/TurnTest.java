package org.penah.intake.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurnTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-28T00:59:59Z, 2026-11-28T01:00:00Z",
        "2026-11-28T01:00:00Z, 2026-11-29T01:00:00Z",
        "2026-11-28T12:00:00Z, 2026-11-29T01:00:00Z",
    })
    void comes_each_day_at_the_same_moment(Instant started, Instant turn) {
        assertThat(new Turn(LocalTime.of(1, 0), Duration.ofSeconds(1), "intake").after(started))
                .isEqualTo(turn);
    }

    @Test
    void comes_next_a_day_later_to_an_instance_that_was_started_again() {
        // Given
        var turn = new Turn(LocalTime.of(1, 0), Duration.ofHours(1), "intake-7d9f");
        Instant first = turn.after(Instant.parse("2026-11-28T12:00:00Z"));

        // When
        Instant next = turn.after(first.plusSeconds(5));

        // Then
        assertThat(next).isEqualTo(first.plus(Duration.ofDays(1)));
    }

    @Test
    void comes_behind_midnight_too() {
        // Given
        var turn = new Turn(LocalTime.of(23, 59, 59), Duration.ofHours(1), "intake-7d9f");

        // When
        Instant next = turn.after(Instant.parse("2026-11-28T23:59:59Z"));

        // Then
        assertThat(next).isAfter(Instant.parse("2026-11-29T00:00:00Z")).isBefore(Instant.parse("2026-11-29T00:59:59Z"));
    }

    @Test
    void is_not_left_out_by_an_instance_that_starts_between_midnight_and_it() {
        // Given
        var turn = new Turn(LocalTime.of(23, 59, 59), Duration.ofHours(1), "intake-7d9f");
        Instant before = turn.after(Instant.parse("2026-11-28T23:59:59Z"));

        // When
        Instant next = turn.after(before.minusSeconds(1));

        // Then
        assertThat(next).isEqualTo(before);
    }

    @Test
    void comes_to_several_instances_at_several_moments_of_its_hour() {
        // Given
        Instant started = Instant.parse("2026-11-28T12:00:00Z");

        // When
        var turns = IntStream.range(0, 6)
                .mapToObj(pod -> new Turn(LocalTime.of(1, 0), Duration.ofHours(1), "intake-" + pod).after(started))
                .toList();

        // Then
        assertThat(turns)
                .doesNotHaveDuplicates()
                .allSatisfy(turn -> assertThat(turn)
                        .isBetween(Instant.parse("2026-11-29T01:00:00Z"), Instant.parse("2026-11-29T01:59:59Z")));
    }
}
