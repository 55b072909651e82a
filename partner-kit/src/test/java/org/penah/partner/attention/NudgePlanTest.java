package org.penah.partner.attention;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NudgePlanTest {

    private static final Instant START = Instant.parse("2026-11-24T10:02:30Z");

    private final NudgePlan plan = new NudgePlan();

    @Test
    void nobody_is_nudged_who_looks_within_the_grace() {
        assertThat(plan.isDue(START.plusSeconds(14), START, START, null)).isFalse();
        assertThat(plan.isDue(START.plusSeconds(15), null, null, null)).isFalse();
    }

    @Test
    void an_alert_that_nobody_sees_nudges_every_five_minutes_and_after_six_times_each_hour_until_somebody_looks() {
        assertThat(nudges(START, 3 * 3600)).containsExactly(15, 315, 615, 915, 1215, 1515, 5115, 8715);
        assertThat(plan.isDue(START.plusSeconds(8715 + 3600), null, null, null)).isFalse();
    }

    @Test
    void a_line_that_stays_down_nudges_six_times() {
        // When
        List<Integer> nudges = new ArrayList<>();
        for (int i = 0; i < 3 * 3600; i++) {
            if (plan.isDue(START.plusSeconds(i), null, null, START)) {
                nudges.add(i);
            }
        }

        // Then
        assertThat(nudges).containsExactly(300, 600, 900, 1200, 1500, 1800);
    }

    @Test
    void a_clock_that_is_set_back_puts_no_nudge_off() {
        // Given
        assertThat(plan.isDue(START.plusSeconds(15), START, START, null)).isTrue();
        Instant yesterday = START.minusSeconds(86_400);

        // Then
        assertThat(plan.isDue(yesterday, START, START, null)).isTrue();
        assertThat(plan.isDue(yesterday.plusSeconds(1), START, START, null)).isFalse();
    }

    @Test
    void another_alert_begins_again_but_not_sooner() {
        // Given
        nudges(START, 3 * 3600);
        Instant second = START.plusSeconds(3 * 3600);

        // When
        List<Integer> again = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            if (plan.isDue(second.plusSeconds(i), second, second, null)) {
                again.add(i);
            }
        }

        // Then
        assertThat(again).containsExactly(15, 315);
    }

    @Test
    void alerts_in_a_flood_do_not_nudge_one_by_one() {
        int nudged = 0;
        for (int i = 0; i < 300; i++) {
            nudged += plan.isDue(START.plusSeconds(i), START, START.plusSeconds(i), null) ? 1 : 0;
        }
        assertThat(nudged).isEqualTo(1);
    }

    @Test
    void a_line_that_is_down_for_five_minutes_nudges() {
        assertThat(plan.isDue(START.plusSeconds(299), null, null, START)).isFalse();
        assertThat(plan.isDue(START.plusSeconds(300), null, null, START)).isTrue();
        assertThat(plan.isDue(START.plusSeconds(301), null, null, START)).isFalse();
    }

    private List<Integer> nudges(Instant alert, int seconds) {
        List<Integer> nudges = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            if (plan.isDue(alert.plusSeconds(i), alert, alert, null)) {
                nudges.add(i);
            }
        }
        return nudges;
    }
}
