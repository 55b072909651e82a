package org.penah.partner.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.penah.partner.rounds.RoundMonitor.Work.ANSWERS;
import static org.penah.partner.rounds.RoundMonitor.Work.DETAILS;
import static org.penah.partner.rounds.RoundMonitor.Work.NUDGES;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RoundMonitorTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");
    private static final Duration INTERVAL = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private Duration passed = Duration.ZERO;
    private Duration set = Duration.ZERO;
    private final InstantSource clock = () -> NOW.plus(passed).plus(set);
    private final RoundMonitor rounds = new RoundMonitor(clock.withZone(ZoneOffset.UTC), () -> passed.toNanos());

    @Test
    void a_round_is_late_after_two_intervals_and_the_time_that_it_may_take() {
        // Given
        RoundMonitor.Round round = rounds.expect(ANSWERS, INTERVAL, LONGEST);
        passed = Duration.ofSeconds(7);
        round.ended();

        // When
        passed = Duration.ofSeconds(7 + 30);

        // Then
        assertThat(rounds.late()).isEmpty();

        // When
        passed = passed.plusNanos(1);

        // Then
        assertThat(rounds.late()).containsExactly(new RoundMonitor.Late(ANSWERS, NOW.plusSeconds(7)));

        // When
        round.ended();

        // Then
        assertThat(rounds.late()).isEmpty();
    }

    @Test
    void a_round_that_never_ends_is_late_too() {
        // Given
        rounds.expect(NUDGES, INTERVAL, LONGEST);

        // When
        passed = Duration.ofSeconds(31);

        // Then
        assertThat(rounds.late()).containsExactly(new RoundMonitor.Late(NUDGES, NOW));
    }

    @Test
    void a_clock_that_is_set_makes_nothing_late_and_hides_nothing() {
        // Given
        rounds.expect(NUDGES, INTERVAL, LONGEST);

        // When
        set = Duration.ofDays(1);

        // Then
        assertThat(rounds.late()).isEmpty();

        // When
        set = Duration.ofDays(-1);
        passed = Duration.ofSeconds(31);

        // Then
        assertThat(rounds.late()).hasSize(1);
    }

    @Test
    void of_two_rounds_of_one_work_the_older_counts() {
        // Given
        RoundMonitor.Round look = rounds.expect(DETAILS, INTERVAL, LONGEST);
        RoundMonitor.Round request = rounds.expect(DETAILS, INTERVAL, LONGEST);
        request.ended();

        // When
        passed = Duration.ofSeconds(31);
        look.ended();

        // Then
        assertThat(rounds.late()).containsExactly(new RoundMonitor.Late(DETAILS, NOW));
    }

    @Test
    void what_is_late_is_printed_once_and_so_is_its_return() {
        // Given
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        PrintStream printer = new PrintStream(screen, true, StandardCharsets.UTF_8);
        RoundMonitor.Round round = rounds.expect(DETAILS, INTERVAL, LONGEST);
        passed = Duration.ofSeconds(31);

        // When
        rounds.look(printer);
        rounds.look(printer);
        round.ended();
        rounds.look(printer);
        rounds.look(printer);

        // Then
        assertThat(screen.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "NO DETAILS SINCE 2026-11-24T10:02:30Z: this part of the program has stopped. Start penah-partner"
                                + " receive again.",
                        "There are DETAILS again.");
    }
}
