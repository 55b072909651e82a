package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
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
