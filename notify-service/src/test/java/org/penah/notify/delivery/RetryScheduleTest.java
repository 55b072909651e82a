package org.penah.notify.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    @Test
    void tries_come_at_the_times_that_partners_were_promised() {
        // When
        List<Long> seconds = new ArrayList<>();
        Duration at = Duration.ZERO;
        for (int tries = 1; at.compareTo(Duration.ofHours(3)) < 0; tries++) {
            seconds.add(at.toSeconds());
            at = at.plus(RetrySchedule.exactPauseAfter(tries));
        }

        // Then
        assertThat(seconds.subList(0, 7)).containsExactly(0L, 2L, 5L, 10L, 20L, 40L, 60L);
        assertThat(seconds.subList(7, 21)).containsExactlyElementsOf(steps(120, 900, 60));
        assertThat(seconds.subList(21, 42)).containsExactlyElementsOf(steps(1200, 7200, 300));
        assertThat(seconds.subList(42, 45)).containsExactly(8100L, 9000L, 9900L);
    }

    @Test
    void pauses_spread_by_a_fifth_and_no_more() {
        // Given
        Random random = new Random(7);

        // When
        List<Long> millis = random.ints(1000)
                .mapToObj(any -> RetrySchedule.pauseAfter(8, random).toMillis())
                .toList();

        // Then
        assertThat(millis).allMatch(pause -> pause >= 48_000 && pause <= 72_000);
        assertThat(millis).anyMatch(pause -> pause < 50_000).anyMatch(pause -> pause > 70_000);
    }

    private static List<Long> steps(long from, long to, long by) {
        List<Long> steps = new ArrayList<>();
        for (long at = from; at <= to; at += by) {
            steps.add(at);
        }
        return steps;
    }
}
