package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlotClockTest {

    private static final SlotClock BEAT = new SlotClock(7, Duration.ofNanos(100));

    @ParameterizedTest
    @CsvSource({"7, 107", "8, 107", "106, 107", "107, 207", "-1000, -993", "6, 7", "1234, 1307"})
    void the_next_moment_is_on_the_grid_however_late_one_asks(long now, long next) {
        assertThat(BEAT.after(now)).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.25, 2500000000", "0.5, 5000000000"})
    void every_instance_has_the_same_moments_however_its_own_clock_counts(double phase, long intoSlot) {
        // Given
        Instant now = Instant.ofEpochSecond(1_800_000_003);
        Duration length = Duration.ofSeconds(10);

        // Then
        assertThat(List.of(0L, -5_000_000_000L, Long.MAX_VALUE / 4)).allSatisfy(nanos -> {
            long wait = SlotClock.begin(phase, length, now, nanos).after(nanos) - nanos;
            assertThat(Math.floorMod(3_000_000_000L + wait, length.toNanos())).isEqualTo(intoSlot);
        });
    }

    @Test
    void a_beat_leaves_by_chance_up_to_a_thousandth_of_a_slot_later() {
        // Given
        SlotClock clock = new SlotClock(0, Duration.ofSeconds(10));

        // When
        LongSummaryStatistics late = new SecureRandom()
                .ints(1000)
                .mapToLong(seed -> clock.leaving(77, new Random(seed)) - 77)
                .summaryStatistics();

        // Then
        assertThat(late.getMin()).isBetween(0L, 500_000L);
        assertThat(late.getMax()).isBetween(9_500_000L, 10_000_000L);
        assertThat(late.getAverage()).isBetween(4_000_000.0, 6_000_000.0);
    }

    @Test
    void a_late_beat_moves_none_behind_it() {
        // Given a clockwork that is up to 90 late each time
        long now = 0;

        // When
        for (int i = 1; i <= 1_000_000; i++) {
            now = BEAT.after(now) + i % 90;
        }

        // Then
        assertThat(now).isEqualTo(7 + 999_999L * 100 + 1_000_000 % 90);
    }
}
