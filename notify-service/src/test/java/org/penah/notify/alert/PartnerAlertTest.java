package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.notify.event.PartnerAlertState;

class PartnerAlertTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final PartnerAlert partnerAlert = PartnerAlert.open(UUID.randomUUID(), UUID.randomUUID(), NOW);

    @Test
    void is_due_at_once_and_keeps_no_time_finer_than_it_must() {
        assertThat(partnerAlert.nextTry).isEqualTo(partnerAlert.sent);
        assertThat(partnerAlert.since).isEqualTo("2026-11-24T10:02:00Z");
        assertThat(partnerAlert.sent).isEqualTo("2026-11-24T10:00:00Z");
    }

    @Test
    void a_delivery_is_no_answer_so_it_comes_again_but_not_before_a_minute() {
        // Given
        tried();

        // When
        partnerAlert.delivered(partnerAlert.seq, LATER, NOW);

        // Then
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.DELIVERED);
        assertThat(partnerAlert.nextTry).isEqualTo(LATER);
    }

    @Test
    void an_answer_ends_it() {
        // Given
        tried();

        // When
        partnerAlert.answered(acknowledged(1), NOW);

        // Then
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.ACKNOWLEDGED);
        assertThat(partnerAlert.nextTry).isNull();
    }

    @Test
    void what_they_press_themselves_takes_the_place_of_what_was_said_on_the_telephone() {
        // Given
        tried();
        Instant until = NOW.plus(PartnerAlert.ACKNOWLEDGEMENT_LASTS);
        partnerAlert.telephoned(PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE, until, NOW);
        assertThat(partnerAlert.lose(NOW)).isFalse();

        // When
        boolean isNews = partnerAlert.answered(acknowledged(1), NOW);

        // Then
        assertThat(isNews).isTrue();
        assertThat(partnerAlert.byTelephone).isFalse();
        assertThat(partnerAlert.nextTry).isNull();
        assertThat(partnerAlert.telephoned(PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE, until, NOW))
                .isFalse();
    }

    @Test
    void a_refusal_that_they_press_themselves_is_not_by_telephone_any_more() {
        // Given
        tried();
        Instant until = NOW.plus(PartnerAlert.ACKNOWLEDGEMENT_LASTS);
        partnerAlert.telephoned(PartnerAlertLifecycle.Event.DECLINED_BY_TELEPHONE, until, NOW);
        assertThat(partnerAlert.byTelephone).isTrue();

        // When
        boolean isNews =
                partnerAlert.answered(new Answer(partnerAlert.id, partnerAlert.seq, Answer.Action.DECLINE, 1), NOW);

        // Then
        assertThat(isNews).isTrue();
        assertThat(partnerAlert.byTelephone).isFalse();
    }

    /** They pressed it after the call, and before somebody wrote the call down; or the call is forged. */
    @ParameterizedTest
    @EnumSource(
            value = Answer.Action.class,
            names = {"DECLINE", "RELEASE"})
    void a_refusal_that_they_pressed_stands_whatever_somebody_writes_down_of_a_call(Answer.Action pressed) {
        // Given
        tried();
        partnerAlert.answered(new Answer(partnerAlert.id, partnerAlert.seq, pressed, 1), NOW);
        Instant until = NOW.plus(PartnerAlert.ACKNOWLEDGEMENT_LASTS);

        // When
        boolean isNews = partnerAlert.telephoned(PartnerAlertLifecycle.Event.DECLINED_BY_TELEPHONE, until, NOW)
                || partnerAlert.telephoned(PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE, until, NOW);

        // Then
        assertThat(isNews).isFalse();
        assertThat(partnerAlert.isPassedOn()).isTrue();
        assertThat(partnerAlert.byTelephone).isFalse();
    }

    @Test
    void a_refusal_by_telephone_takes_the_place_of_what_they_pressed_but_for_a_resolution() {
        // Given
        tried();
        Instant until = NOW.plus(PartnerAlert.ACKNOWLEDGEMENT_LASTS);
        partnerAlert.answered(numbered(Answer.Action.CLAIM, 1), NOW);

        // When
        boolean isNews = partnerAlert.telephoned(PartnerAlertLifecycle.Event.DECLINED_BY_TELEPHONE, until, NOW);

        // Then
        assertThat(isNews).isTrue();
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.DECLINED);

        // When they press that it is resolved
        partnerAlert.answered(numbered(Answer.Action.RESOLVE, 2), NOW);

        // Then
        assertThat(partnerAlert.telephoned(PartnerAlertLifecycle.Event.DECLINED_BY_TELEPHONE, until, NOW))
                .isFalse();
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.RESOLVED);
    }

    @Test
    void who_said_on_the_telephone_that_they_cannot_may_say_there_that_they_can() {
        // Given
        tried();
        Instant until = NOW.plus(PartnerAlert.ACKNOWLEDGEMENT_LASTS);
        partnerAlert.telephoned(PartnerAlertLifecycle.Event.DECLINED_BY_TELEPHONE, until, NOW);

        // When
        partnerAlert.telephoned(PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE, until, NOW);

        // Then
        assertThat(partnerAlert.holds()).isTrue();
    }

    @Test
    void a_call_holds_no_longer_than_an_acknowledgement_and_from_when_it_was() {
        // When
        partnerAlert.telephoned(
                PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE, NOW.plus(Duration.ofHours(400)), NOW);

        // Then
        Instant latest = TimeRounding.minute(NOW).plus(PartnerAlert.ACKNOWLEDGEMENT_LASTS);
        assertThat(partnerAlert.heldUntil).isEqualTo(latest);

        // When
        partnerAlert.callOthers(NOW);
        partnerAlert.telephoned(
                PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE, latest.minus(Duration.ofHours(3)), NOW);

        // Then
        assertThat(partnerAlert.heldUntil).isEqualTo(latest.minus(Duration.ofHours(3)));
    }

    @Test
    void an_answer_to_an_older_message_does_not_hold_back_the_newer_one() {
        // Given
        tried();
        partnerAlert.say(MessageType.UPDATE, NOW);

        // When
        partnerAlert.answered(acknowledged(1), NOW);

        // Then
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.ACKNOWLEDGED);
        assertThat(partnerAlert.nextTry).isEqualTo(partnerAlert.sent);
    }

    @Test
    void an_update_to_who_has_answered_needs_to_arrive_and_no_second_answer() {
        // Given
        tried();
        partnerAlert.answered(acknowledged(1), NOW);
        partnerAlert.say(MessageType.UPDATE, NOW);

        // When
        partnerAlert.delivered(partnerAlert.seq, LATER, NOW);

        // Then
        assertThat(partnerAlert.nextTry).isNull();
    }

    @Test
    void an_update_that_arrived_before_the_answer_to_the_message_before_needs_no_second_time() {
        // Given
        tried();
        partnerAlert.say(MessageType.UPDATE, NOW);
        partnerAlert.delivered(2, Instant.MIN, NOW);

        // When
        partnerAlert.answered(acknowledged(1), NOW);

        // Then
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.ACKNOWLEDGED);
        assertThat(partnerAlert.nextTry).isNull();
    }

    @Test
    void a_delivery_that_is_noticed_after_the_answer_takes_nothing_back() {
        // Given
        tried();
        partnerAlert.answered(acknowledged(1), NOW);

        // When
        partnerAlert.delivered(partnerAlert.seq, LATER, NOW);

        // Then
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.ACKNOWLEDGED);
        assertThat(partnerAlert.nextTry).isNull();
    }

    @Test
    void a_cancellation_goes_to_who_may_have_been_told() {
        // Given
        tried();

        // When
        partnerAlert.cancel(NOW);

        // Then
        assertThat(partnerAlert.messageType).isEqualTo(MessageType.CANCEL);
        assertThat(partnerAlert.seq).isEqualTo(2);
        assertThat(partnerAlert.nextTry).isEqualTo(partnerAlert.sent);
    }

    @Test
    void a_cancellation_says_nothing_to_who_was_never_told() {
        // When
        partnerAlert.cancel(NOW);

        // Then
        assertThat(partnerAlert.nextTry).isNull();
        assertThat(partnerAlert.seq).isEqualTo(1);
    }

    @Test
    void an_update_before_the_first_try_is_still_the_first_word() {
        // When
        partnerAlert.say(MessageType.UPDATE, NOW);

        // Then
        assertThat(partnerAlert.messageType).isEqualTo(MessageType.ALERT);
    }

    @Test
    void what_was_said_later_is_never_taken_back() {
        // Given
        tried();
        assertThat(partnerAlert.answered(numbered(Answer.Action.CLAIM, 2), NOW)).isTrue();
        assertThat(partnerAlert.answered(numbered(Answer.Action.DECLINE, 4), NOW))
                .isTrue();

        // When
        boolean replayed = partnerAlert.answered(numbered(Answer.Action.CLAIM, 2), LATER)
                || partnerAlert.answered(numbered(Answer.Action.DECLINE, 4), LATER)
                || partnerAlert.answered(numbered(Answer.Action.ACKNOWLEDGE, 3), LATER)
                || partnerAlert.answered(acknowledged(1), LATER);

        // Then
        assertThat(replayed).isFalse();
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.DECLINED);
        assertThat(partnerAlert.heard).isEqualTo(4);
    }

    @Test
    void a_claim_lasts_an_hour_from_the_minute_in_which_it_was_last_renewed() {
        // Given
        tried();
        partnerAlert.answered(numbered(Answer.Action.CLAIM, 1), NOW);
        assertThat(partnerAlert.answered(numbered(Answer.Action.CLAIM, 2), NOW.plusSeconds(1800)))
                .isTrue();
        Instant until = NOW.plusSeconds(5400).truncatedTo(ChronoUnit.MINUTES);

        // When
        partnerAlert.lapse(until.minusSeconds(1));
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.CLAIMED);
        partnerAlert.lapse(until);

        // Then its holder is reminded and others are called
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.DELIVERED);
        assertThat(partnerAlert.nextTry).isNotNull();
        assertThat(partnerAlert.isPassedOn()).isTrue();
    }

    @Test
    void an_update_to_who_asked_for_more_needs_to_be_seen() {
        // Given
        tried();
        partnerAlert.answered(numbered(Answer.Action.NEED_INFO, 1), NOW);
        assertThat(partnerAlert.nextTry).isNull();
        partnerAlert.say(MessageType.UPDATE, NOW);

        // When
        partnerAlert.delivered(partnerAlert.seq, LATER, NOW);

        // Then
        assertThat(partnerAlert.nextTry).isEqualTo(LATER);
    }

    @Test
    void a_cancellation_that_was_acknowledged_stays_so() {
        // Given
        tried();
        partnerAlert.answered(numbered(Answer.Action.CLAIM, 1), NOW);
        partnerAlert.cancel(NOW);

        // When
        partnerAlert.answered(acknowledged(2), NOW);

        // Then
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.STOPPED);
        assertThat(partnerAlert.answered(numbered(Answer.Action.CLAIM, 2), NOW)).isFalse();
    }

    @Test
    void a_cancellation_is_said_until_it_is_acknowledged_and_nothing_else_will_do() {
        // Given
        tried();
        partnerAlert.cancel(NOW);

        // When
        partnerAlert.answered(new Answer(partnerAlert.id, 2, Answer.Action.CLAIM, 1), NOW);

        // Then
        assertThat(partnerAlert.state).isEqualTo(PartnerAlertState.CLAIMED);
        assertThat(partnerAlert.nextTry).isNotNull();
    }

    private Answer acknowledged(int seq) {
        return new Answer(partnerAlert.id, seq, Answer.Action.ACKNOWLEDGE, null);
    }

    private Answer numbered(Answer.Action action, int number) {
        return new Answer(partnerAlert.id, 1, action, number);
    }

    private void tried() {
        partnerAlert.attempts++;
        partnerAlert.tries++;
        partnerAlert.nextTry = NOW.plusSeconds(2);
    }
}
