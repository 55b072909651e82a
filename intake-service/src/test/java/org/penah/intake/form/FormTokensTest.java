package org.penah.intake.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormTokensTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

    private final FormTokens tokens = at(NOON, 1);

    @ParameterizedTest
    @CsvSource({"-5,TOO_YOUNG", "0,TOO_YOUNG", "2,TOO_YOUNG", "3,", "60,", "7200,", "7201,EXPIRED"})
    void a_form_may_be_sent_from_three_seconds_to_two_hours_after_it_was_served(long seconds, FormError expected) {
        // Given
        String word = tokens.renew("").word();

        // When
        FormError fault = at(NOON.plusSeconds(seconds), 1).check().fault(word).orElse(null);

        // Then
        assertThat(fault).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 11, 12, 15, 16, 31})
    void a_token_with_one_bit_changed_is_not_ours(int index) {
        // Given
        byte[] token = tokens.renew("").bytes();
        token[index] ^= 1;
        String word = Base64.getUrlEncoder().withoutPadding().encodeToString(token);

        // When
        FormError fault = at(NOON.plusSeconds(60), 1).check().fault(word).orElse(null);

        // Then
        assertThat(fault).isEqualTo(FormError.UNREADABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "ə"})
    void what_is_no_token_is_not_ours(String word) {
        // When
        FormError fault = tokens.check().fault(word).orElse(null);

        // Then
        assertThat(fault).isEqualTo(FormError.UNREADABLE);
    }

    @Test
    void another_instance_takes_it_exactly_if_it_has_the_same_secret() {
        // Given
        String word = tokens.renew("").word();
        Instant later = NOON.plusSeconds(60);

        // Then
        assertThat(at(later, 1).check().fault(word)).isEmpty();
        assertThat(at(later, 2).check().fault(word)).contains(FormError.UNREADABLE);
    }

    @Test
    void an_expired_form_comes_back_fit_to_be_sent_at_once_and_is_still_the_same_tip() {
        // Given
        FormToken served = tokens.renew("");
        FormTokens threeHoursLater = at(NOON.plus(Duration.ofHours(3)), 1);

        // When
        FormToken renewed = threeHoursLater.renew(served.word());

        // Then
        assertThat(renewed).isNotEqualTo(served);
        assertThat(threeHoursLater.check().fault(renewed.word())).isEmpty();
        assertThat(renewed.hash()).isEqualTo(served.hash());
    }

    @Test
    void a_form_that_is_given_back_keeps_its_token() {
        // Given
        FormToken served = tokens.renew("");

        // When
        FormToken renewed = at(NOON.plusSeconds(60), 1).renew(served.word());

        // Then
        assertThat(renewed).isEqualTo(served);
    }

    @Test
    void another_spelling_of_a_token_is_the_same_tip() {
        // Given
        String word = tokens.renew("").word();
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        char last = alphabet.charAt(alphabet.indexOf(word.charAt(42)) + 1);

        // When
        FormToken respelled = new FormToken(word.substring(0, 42) + last);

        // Then
        assertThat(respelled.hash()).isEqualTo(new FormToken(word).hash());
    }

    @Test
    void two_forms_are_two_tips() {
        // When
        FormToken first = tokens.renew("");
        FormToken second = tokens.renew("");

        // Then
        assertThat(first.hash()).isNotEqualTo(second.hash());
    }

    private static FormTokens at(Instant now, int secret) {
        return new FormTokens(
                new byte[] {(byte) secret},
                Duration.ofSeconds(3),
                Duration.ofHours(2),
                Clock.fixed(now, ZoneOffset.UTC));
    }
}
