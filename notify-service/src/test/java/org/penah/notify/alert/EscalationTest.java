package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.notify.partner.Candidate;
import org.penah.notify.partner.Coverage;

class EscalationTest {

    private static final Coverage ANYWHERE = new Coverage(Set.of("en"), Set.of(), null);
    private static final Instant OPENED = Instant.parse("2026-11-24T10:02:30Z");

    @ParameterizedTest
    @CsvSource({
        "0, false, a",
        "59, false, a",
        "60, false, ab",
        "60, true, a",
        "299, true, a",
        "300, true, ab",
        "300, false, abc",
        "899, true, ab",
        "900, true, abc",
        "1799, true, abc",
        "1800, true, abcde"
    })
    void the_longer_nobody_answers_the_more_are_told(int seconds, boolean delivered, String told) {
        assertThat(told(seconds, delivered, tier("a", 1), tier("b", 2), tier("c", 4), tier("d", 5), tier("e", 9)))
                .isEqualTo(told);
    }

    @Test
    void a_tier_in_which_all_are_silent_is_passed_over_at_once_and_still_told() {
        assertThat(told(0, false, silent("a", 1), silent("b", 1), tier("c", 2), tier("d", 3)))
                .isEqualTo("abc");
        assertThat(told(0, false, silent("a", 1), tier("b", 1), tier("c", 2))).isEqualTo("ab");
        assertThat(told(0, false, silent("a", 1), silent("b", 2))).isEqualTo("ab");
        assertThat(told(0, false)).isEmpty();
    }

    @Test
    void each_limit_is_looked_at_and_then_no_more() {
        assertThat(next(0)).isEqualTo(60);
        assertThat(next(60)).isEqualTo(300);
        assertThat(next(301)).isEqualTo(900);
        assertThat(next(1799)).isEqualTo(1800);
        assertThat(Escalation.next(OPENED, OPENED.plusSeconds(1800))).isNull();
    }

    @Test
    void the_duty_phone_rings_after_15_minutes_and_nobody_has_answered_after_30() {
        assertThat(new Escalation(Duration.ofSeconds(1799), true, Set.of()).isUnanswered())
                .isFalse();
        assertThat(new Escalation(Duration.ofMinutes(30), true, Set.of()).isUnanswered())
                .isTrue();
    }

    private static long next(int seconds) {
        Instant next = Escalation.next(OPENED, OPENED.plusSeconds(seconds));
        assertThat(next).isNotNull();
        return Duration.between(OPENED, next).toSeconds();
    }

    @Test
    void a_tier_in_which_somebody_let_go_of_it_is_passed_over_at_once() {
        // Given
        Candidate first = tier("a", 1);
        Escalation escalation = new Escalation(Duration.ZERO, true, Set.of(first.id()));

        // When
        List<Candidate> told = escalation.told(List.of(first, tier("b", 1), tier("c", 2), tier("d", 3)));

        // Then
        assertThat(told).extracting(Candidate::name).containsExactly("a", "b", "c");
    }

    private static String told(int seconds, boolean delivered, Candidate... admitted) {
        return String.join(
                "",
                new Escalation(Duration.ofSeconds(seconds), delivered, Set.of())
                        .told(List.of(admitted)).stream().map(Candidate::name).toList());
    }

    private static Candidate tier(String name, int tier) {
        return new Candidate(UUID.randomUUID(), name, true, tier, false, false, null, false, ANYWHERE);
    }

    private static Candidate silent(String name, int tier) {
        return new Candidate(UUID.randomUUID(), name, true, tier, true, false, null, false, ANYWHERE);
    }
}
