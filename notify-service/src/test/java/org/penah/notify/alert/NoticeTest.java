package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.NoticeState;

class NoticeTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    private final Notice notice = Notice.open(UUID.randomUUID(), UUID.randomUUID(), NOW);

    @Test
    void is_due_at_once_and_keeps_no_time_finer_than_it_must() {
        assertThat(notice.nextTry).isEqualTo(notice.sent);
        assertThat(notice.since).isEqualTo("2026-11-24T10:02:00Z");
        assertThat(notice.sent).isEqualTo("2026-11-24T10:00:00Z");
    }

    @Test
    void a_delivery_is_no_answer_so_it_comes_again_but_not_before_a_minute() {
        // Given
        tried();

        // When
        notice.delivered(notice.seq, LATER, NOW);

        // Then
        assertThat(notice.state).isEqualTo(NoticeState.DELIVERED);
        assertThat(notice.nextTry).isEqualTo(LATER);
    }

    @Test
    void an_answer_ends_it() {
        // Given
        tried();

        // When
        notice.answered(acknowledged(1), NOW);

        // Then
        assertThat(notice.state).isEqualTo(NoticeState.ACKNOWLEDGED);
        assertThat(notice.nextTry).isNull();
    }

    @Test
    void an_answer_to_an_older_message_does_not_hold_back_the_newer_one() {
        // Given
        tried();
        notice.say(MessageType.UPDATE, NOW);

        // When
        notice.answered(acknowledged(1), NOW);

        // Then
        assertThat(notice.state).isEqualTo(NoticeState.ACKNOWLEDGED);
        assertThat(notice.nextTry).isEqualTo(notice.sent);
    }

    @Test
    void an_update_to_who_has_answered_needs_to_arrive_and_no_second_answer() {
        // Given
        tried();
        notice.answered(acknowledged(1), NOW);
        notice.say(MessageType.UPDATE, NOW);

        // When
        notice.delivered(notice.seq, LATER, NOW);

        // Then
        assertThat(notice.nextTry).isNull();
    }

    @Test
    void an_update_that_arrived_before_the_answer_to_the_message_before_needs_no_second_time() {
        // Given
        tried();
        notice.say(MessageType.UPDATE, NOW);
        notice.delivered(2, Instant.MIN, NOW);

        // When
        notice.answered(acknowledged(1), NOW);

        // Then
        assertThat(notice.state).isEqualTo(NoticeState.ACKNOWLEDGED);
        assertThat(notice.nextTry).isNull();
    }

    @Test
    void a_delivery_that_is_noticed_after_the_answer_takes_nothing_back() {
        // Given
        tried();
        notice.answered(acknowledged(1), NOW);

        // When
        notice.delivered(notice.seq, LATER, NOW);

        // Then
        assertThat(notice.state).isEqualTo(NoticeState.ACKNOWLEDGED);
        assertThat(notice.nextTry).isNull();
    }

    @Test
    void a_cancellation_goes_to_who_may_have_been_told() {
        // Given
        tried();

        // When
        notice.cancel(NOW);

        // Then
        assertThat(notice.messageType).isEqualTo(MessageType.CANCEL);
        assertThat(notice.seq).isEqualTo(2);
        assertThat(notice.nextTry).isEqualTo(notice.sent);
    }

    @Test
    void a_cancellation_says_nothing_to_who_was_never_told() {
        // When
        notice.cancel(NOW);

        // Then
        assertThat(notice.nextTry).isNull();
        assertThat(notice.seq).isEqualTo(1);
    }

    @Test
    void an_update_before_the_first_try_is_still_the_first_word() {
        // When
        notice.say(MessageType.UPDATE, NOW);

        // Then
        assertThat(notice.messageType).isEqualTo(MessageType.ALERT);
    }

    @Test
    void what_was_said_later_is_never_taken_back() {
        // Given
        tried();
        assertThat(notice.answered(numbered(Answer.Action.CLAIM, 2), NOW)).isTrue();
        assertThat(notice.answered(numbered(Answer.Action.DECLINE, 4), NOW)).isTrue();

        // When
        boolean replayed = notice.answered(numbered(Answer.Action.CLAIM, 2), LATER)
                || notice.answered(numbered(Answer.Action.DECLINE, 4), LATER)
                || notice.answered(numbered(Answer.Action.ACKNOWLEDGE, 3), LATER)
                || notice.answered(acknowledged(1), LATER);

        // Then
        assertThat(replayed).isFalse();
        assertThat(notice.state).isEqualTo(NoticeState.DECLINED);
        assertThat(notice.heard).isEqualTo(4);
    }

    @Test
    void a_claim_lasts_an_hour_from_the_minute_in_which_it_was_last_renewed() {
        // Given
        tried();
        notice.answered(numbered(Answer.Action.CLAIM, 1), NOW);
        assertThat(notice.answered(numbered(Answer.Action.CLAIM, 2), NOW.plusSeconds(1800)))
                .isTrue();
        Instant until = NOW.plusSeconds(5400).truncatedTo(ChronoUnit.MINUTES);

        // When
        notice.lapse(until.minusSeconds(1));
        assertThat(notice.state).isEqualTo(NoticeState.CLAIMED);
        notice.lapse(until);

        // Then its holder is reminded and others are called
        assertThat(notice.state).isEqualTo(NoticeState.DELIVERED);
        assertThat(notice.nextTry).isNotNull();
        assertThat(notice.isPassedOn()).isTrue();
    }

    @Test
    void an_update_to_who_asked_for_more_needs_to_be_seen() {
        // Given
        tried();
        notice.answered(numbered(Answer.Action.NEED_INFO, 1), NOW);
        assertThat(notice.nextTry).isNull();
        notice.say(MessageType.UPDATE, NOW);

        // When
        notice.delivered(notice.seq, LATER, NOW);

        // Then
        assertThat(notice.nextTry).isEqualTo(LATER);
    }

    @Test
    void a_cancellation_that_was_acknowledged_stays_so() {
        // Given
        tried();
        notice.answered(numbered(Answer.Action.CLAIM, 1), NOW);
        notice.cancel(NOW);

        // When
        notice.answered(acknowledged(2), NOW);

        // Then
        assertThat(notice.state).isEqualTo(NoticeState.STOPPED);
        assertThat(notice.answered(numbered(Answer.Action.CLAIM, 2), NOW)).isFalse();
    }

    @Test
    void a_cancellation_is_said_until_it_is_acknowledged_and_nothing_else_will_do() {
        // Given
        tried();
        notice.cancel(NOW);

        // When
        notice.answered(new Answer(notice.id, 2, Answer.Action.CLAIM, 1), NOW);

        // Then
        assertThat(notice.state).isEqualTo(NoticeState.CLAIMED);
        assertThat(notice.nextTry).isNotNull();
    }

    private Answer acknowledged(int seq) {
        return new Answer(notice.id, seq, Answer.Action.ACKNOWLEDGE, null);
    }

    private Answer numbered(Answer.Action action, int number) {
        return new Answer(notice.id, 1, action, number);
    }

    private void tried() {
        notice.attempts++;
        notice.tries++;
        notice.nextTry = NOW.plusSeconds(2);
    }
}
