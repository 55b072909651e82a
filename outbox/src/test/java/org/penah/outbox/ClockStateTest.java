package org.penah.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class ClockStateTest {

    private static final LocalDate FIRST = LocalDate.of(2026, 11, 24);
    private static final int LOOKS_IN_24_HOURS = 144;

    @Test
    void follows_a_clock_that_goes_right() {
        ClockState state = ClockState.begin(FIRST);

        for (int day = 0; day < 400; day++) {
            state = run(state, FIRST.plusDays(day), LOOKS_IN_24_HOURS);
            assertThat(state.day()).isEqualTo(FIRST.plusDays(day));
            assertThat(state.hasJumped()).isFalse();
        }
    }

    @Test
    void follows_the_clock_of_a_machine_that_is_off_for_three_hours_each_night() {
        ClockState state = ClockState.begin(FIRST);

        for (int day = 0; day < 60; day++) {
            state = run(state, FIRST.plusDays(day), LOOKS_IN_24_HOURS - 18);
        }

        assertThat(state.day()).isEqualTo(FIRST.plusDays(59));
        assertThat(state.hasJumped()).isFalse();
    }

    @Test
    void a_machine_that_runs_in_office_hours_alone_is_behind_by_three_weeks_at_most() {
        ClockState state = ClockState.begin(FIRST);

        for (int day = 0; day < 400; day++) {
            boolean weekend = day % 7 > 4;
            state = run(state, FIRST.plusDays(day), weekend ? 0 : LOOKS_IN_24_HOURS / 3);
            assertThat(state.day()).isBetween(FIRST.plusDays(day - 21), FIRST.plusDays(day));
        }
    }

    @Test
    void a_leap_waits_for_three_days_of_running_and_is_then_believed() {
        ClockState leapt = run(ran(), FIRST.plusDays(200), 1 + ClockState.LOOKS_OF_A_WAIT - 1);
        assertThat(leapt.day()).isEqualTo(FIRST);
        assertThat(leapt.hasJumped()).isTrue();

        ClockState believed = run(leapt, FIRST.plusDays(203), 1);

        assertThat(believed).isEqualTo(ClockState.begin(FIRST.plusDays(203)));
    }

    @Test
    void a_clock_that_comes_back_ends_the_leap_at_once() {
        ClockState leapt = run(ran(), FIRST.plusDays(200), 300);

        ClockState back = run(leapt, FIRST.plusDays(2), 1);

        assertThat(back).isEqualTo(ClockState.begin(FIRST.plusDays(2)));
    }

    @Test
    void a_leap_within_a_leap_begins_the_wait_again() {
        ClockState leapt = run(ran(), FIRST.plusDays(2 + 10), ClockState.LOOKS_OF_A_WAIT);

        ClockState again = run(leapt, FIRST.plusDays(200), ClockState.LOOKS_OF_A_WAIT);

        assertThat(again.day()).isEqualTo(FIRST);
        assertThat(again.jumpedTo()).isEqualTo(FIRST.plusDays(200));
    }

    @Test
    void a_clock_that_goes_on_by_a_day_at_each_look_has_jumped() {
        ClockState state = ran();

        for (int day = 1; day <= 200; day++) {
            state = run(state, FIRST.plusDays(day), 1);
        }

        assertThat(state.day()).isEqualTo(FIRST.plusDays(1));
        assertThat(state.hasJumped()).isTrue();
    }

    @Test
    void a_clock_that_runs_a_little_fast_gains_a_day_in_five_at_most() {
        ClockState state = ran();
        LocalDate shown = FIRST;

        for (int look = 0; look < 90 * LOOKS_IN_24_HOURS; look++) {
            ClockState ahead = run(state, shown.plusDays(1), 1);
            shown = ahead.day().isEqual(shown.plusDays(1)) ? shown.plusDays(1) : shown;
            state = ahead;
        }

        assertThat(state.hasJumped()).isFalse();
        assertThat(state.day()).isBetween(FIRST.plusDays(100), FIRST.plusDays(90 * 6 / 5 + 1));
    }

    @Test
    void a_clock_that_was_set_back_is_believed_after_the_wait_too() {
        ClockState state = run(ran(), FIRST.minusYears(50), 1 + ClockState.LOOKS_OF_A_WAIT);
        assertThat(state).isEqualTo(ClockState.begin(FIRST.minusYears(50)));

        ClockState right = run(state, FIRST, 1 + ClockState.LOOKS_OF_A_WAIT);

        assertThat(right).isEqualTo(ClockState.begin(FIRST));
    }

    @Test
    void looks_that_do_not_count_show_a_leap_and_bring_its_end_no_nearer() {
        ClockState state = ran();

        for (int look = 0; look < 10_000; look++) {
            state = state.look(FIRST.plusDays(200), false);
        }

        assertThat(state.hasJumped()).isTrue();
        assertThat(state.day()).isEqualTo(FIRST);
    }

    /** A day of running. */
    private static ClockState ran() {
        return run(ClockState.begin(FIRST), FIRST, LOOKS_IN_24_HOURS - 1);
    }

    private static ClockState run(ClockState state, LocalDate shown, int looks) {
        for (int look = 0; look < looks; look++) {
            state = state.look(shown, true);
        }
        return state;
    }
}
