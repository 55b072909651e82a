package org.penah.intake.flood;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.penah.intake.circuit.Circuit;
import org.penah.intake.circuit.OnionSource;
import org.penah.intake.flood.RateLimiter.Verdict;

class RateLimiterTest {

    private static final Optional<Circuit> NONE = Optional.empty();
    private static final long HOUR = Duration.ofHours(1).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    /** Begins below zero, as {@link System#nanoTime} may. */
    private long now = -1_000;

    private final RateLimiter limits = new RateLimiter(new Few(), now);

    @Test
    void a_circuit_may_ask_as_often_as_it_may_and_again_when_time_has_passed() {
        // When
        List<Boolean> atOnce = times(6, () -> limits.mayAsk(circuit(1), now));
        now += MINUTE / 5;
        List<Boolean> aFifthLater = times(2, () -> limits.mayAsk(circuit(1), now));

        // Then
        assertThat(atOnce).containsExactly(true, true, true, true, true, false);
        assertThat(aFifthLater).containsExactly(true, false);
    }

    @Test
    void one_circuit_does_not_use_up_what_another_may() {
        // Given
        times(100, () -> limits.mayAsk(circuit(1), now));

        // When
        boolean other = limits.mayAsk(circuit(2), now);

        // Then
        assertThat(other).isTrue();
    }

    @Test
    void without_circuits_all_share_what_all_may() {
        // When
        List<Boolean> asked = times(51, () -> limits.mayAsk(NONE, now));

        // Then
        assertThat(asked.subList(0, 50)).containsOnly(true);
        assertThat(asked.get(50)).isFalse();
    }

    @Test
    void a_circuit_that_sends_more_than_its_share_is_slowed_and_marked_and_never_refused() {
        // When
        List<Verdict> verdicts = times(4, () -> limits.arrives(circuit(1), false, now));

        // Then
        assertThat(verdicts).containsExactly(Verdict.TAKE, Verdict.TAKE, Verdict.SLOW, Verdict.SLOW);
    }

    @Test
    void danger_has_its_own_budget_behind_junk_and_is_never_slowed() {
        // Given
        times(100, () -> limits.arrives(circuit(1), false, now));

        // When
        List<Verdict> verdicts = times(3, () -> limits.arrives(circuit(1), true, now));

        // Then
        assertThat(verdicts).containsExactly(Verdict.TAKE, Verdict.TAKE, Verdict.MARK);
    }

    @Test
    void in_a_flood_through_many_circuits_the_first_tip_of_each_is_not_marked() {
        // Given
        IntStream.range(0, 10).forEach(each -> limits.arrives(circuit(each), false, now));

        // When
        List<Verdict> fresh = times(3, () -> limits.arrives(circuit(99), false, now));

        // Then
        assertThat(fresh).containsExactly(Verdict.TAKE, Verdict.MARK, Verdict.SLOW);
    }

    @Test
    void a_false_alarm_in_a_flood_of_them_is_marked_and_the_first_of_a_fresh_circuit_is_not() {
        // Given
        IntStream.range(0, 10).forEach(each -> limits.arrives(circuit(each), true, now));

        // When
        List<Verdict> known = times(1, () -> limits.arrives(circuit(3), true, now));
        List<Verdict> fresh = times(1, () -> limits.arrives(circuit(99), true, now));

        // Then
        assertThat(known).containsExactly(Verdict.MARK);
        assertThat(fresh).containsExactly(Verdict.TAKE);
    }

    @Test
    void what_a_circuit_reports_beyond_its_share_takes_nothing_from_the_others() {
        // Given
        times(100, () -> limits.arrives(circuit(1), true, now));

        // When
        List<Verdict> others = times(2, () -> limits.arrives(circuit(2), true, now));

        // Then
        assertThat(others).containsOnly(Verdict.TAKE);
    }

    @Test
    void the_first_report_of_a_circuit_is_first_whatever_it_has_sent_before() {
        // Given
        IntStream.range(0, 10).forEach(each -> limits.arrives(circuit(each), true, now));
        limits.arrives(circuit(99), false, now);

        // When
        List<Verdict> reports = times(2, () -> limits.arrives(circuit(99), true, now));

        // Then
        assertThat(reports).containsExactly(Verdict.TAKE, Verdict.MARK);
    }

    @Test
    void without_circuits_a_flood_marks_and_does_not_slow() {
        // When
        List<Verdict> verdicts = times(12, () -> limits.arrives(NONE, false, now));

        // Then
        assertThat(verdicts.subList(0, 10)).containsOnly(Verdict.TAKE);
        assertThat(verdicts.subList(10, 12)).containsOnly(Verdict.MARK);
    }

    @Test
    void what_is_too_much_for_all_together_is_a_flood_for_a_while_and_what_one_circuit_sends_is_none() {
        // Given
        times(100, () -> limits.arrives(circuit(1), false, now));
        boolean ofOne = limits.flood(now);

        // When
        times(11, () -> limits.arrives(NONE, false, now));

        // Then
        assertThat(List.of(ofOne, limits.flood(now), limits.flood(now + 4 * MINUTE), limits.flood(now + 6 * MINUTE)))
                .containsExactly(false, true, true, false);
    }

    @Test
    void receipts_are_tried_so_often_and_no_more() {
        // When
        List<Boolean> tried = times(3, () -> limits.mayTry(circuit(1), now));

        // Then
        assertThat(tried).containsExactly(true, true, false);
    }

    @Test
    void the_first_receipt_of_a_circuit_is_tried_whatever_others_try() {
        // Given
        boolean isUsedUp = false;
        for (int other = 100; !isUsedUp; other++) {
            limits.mayTry(circuit(other), now);
            isUsedUp = !limits.mayTry(circuit(other), now);
        }

        // When
        List<Boolean> tried = times(2, () -> limits.mayTry(circuit(1), now));

        // Then
        assertThat(tried).containsExactly(true, false);
    }

    @Test
    void circuits_are_forgotten_after_an_hour_of_silence() {
        // Given
        IntStream.range(0, 100).forEach(each -> limits.mayAsk(circuit(each), now));

        // When
        now += HOUR;
        limits.mayAsk(circuit(100), now);

        // Then
        assertThat(limits.remembered()).isEqualTo(1);
    }

    @Test
    void beyond_its_share_a_circuit_does_not_fill_the_disk_and_others_still_do() {
        // When
        List<Boolean> one = times(4, () -> limits.mayFill(circuit(1), now));
        boolean other = limits.mayFill(circuit(2), now);
        now += HOUR;
        boolean later = limits.mayFill(circuit(1), now);

        // Then
        assertThat(one).containsExactly(true, true, true, false);
        assertThat(other).isTrue();
        assertThat(later).isTrue();
    }

    @Test
    void in_a_flood_only_the_first_that_a_circuit_sends_fills_the_disk() {
        // Given
        limits.arrives(circuit(1), false, now);
        times(11, () -> limits.arrives(NONE, false, now));
        assertThat(limits.flood(now)).isTrue();

        // Then
        assertThat(limits.mayFill(circuit(1), now)).isFalse();
        assertThat(limits.mayFill(circuit(2), now)).isTrue();
        assertThat(limits.mayFill(NONE, now)).isFalse();
    }

    @Test
    void no_more_circuits_are_remembered_than_there_is_room_for() {
        // When
        IntStream.range(0, RateLimiter.MOST_CIRCUITS + 10).forEach(each -> limits.mayTry(circuit(each), now));

        // Then
        assertThat(limits.remembered()).isEqualTo(RateLimiter.MOST_CIRCUITS);
    }

    private static Optional<Circuit> circuit(int number) {
        return Optional.of(OnionSource.circuit(number));
    }

    private static <T> List<T> times(int count, Supplier<T> decision) {
        return IntStream.range(0, count).mapToObj(each -> decision.get()).toList();
    }

    private record Few() implements FloodConfig {

        @Override
        public OneCircuit circuit() {
            return new FewForOne(1, 5, 2, 2, 3, 2);
        }

        @Override
        public Together together() {
            return new FewForAll(50, 10, 10, 100);
        }

        @Override
        public Duration hold() {
            return Duration.ZERO;
        }
    }

    private record FewForOne(
            int connections,
            int requestsPerMinute,
            int tipsPerHour,
            int dangersPerHour,
            int megabytesPerHour,
            int receiptsPerHour)
            implements FloodConfig.OneCircuit {}

    private record FewForAll(int requestsPerSecond, int tipsPerMinute, int dangersPerHour, int receiptsPerMinute)
            implements FloodConfig.Together {}
}
