package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Consents;
import org.penah.notify.event.Threat;
import org.penah.notify.partner.Candidate;
import org.penah.notify.partner.Coverage;

class TrackedAlertTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");
    private static final AlertConsent ALLOWED = new AlertConsent(true, true);
    private static final Duration HOUR = Duration.ofHours(1);

    private final UUID partner = UUID.randomUUID();
    private final Alert alert = Alert.of(confirmed(UUID.randomUUID()), ALLOWED, NOW);
    private final PartnerAlert partnerAlert = PartnerAlert.open(alert.id, partner, NOW);

    @Test
    void half_an_hour_without_an_answer_is_news_though_nobody_is_left_to_call() {
        // When
        TrackedAlert tracked = tracked();
        tracked.look(NOW.plus(HOUR));
        tracked.call(List.of(candidate()), new FineClocks(), NOW.plus(HOUR));

        // Then
        assertThat(alert.state).isEqualTo(AlertState.UNANSWERED);
        assertThat(tracked.called()).isEmpty();
        assertThat(tracked.isNews()).isTrue();
        assertThat(tracked.isNewsForSource()).isTrue();
    }

    @Test
    void a_claim_that_ended_before_its_alert_did_is_no_answer() {
        // Given
        claimed(partnerAlert);

        // When
        TrackedAlert tracked = tracked();
        tracked.look(alert.expires);

        // Then
        assertThat(alert.state).isEqualTo(AlertState.EXPIRED);
        assertThat(partnerAlert.standing()).isEqualTo(PartnerAlertLifecycle.State.LAPSED);
        assertThat(partnerAlert.nextTry).isNull();
        assertThat(alert.told).isEqualTo(AlertState.OPEN);
        assertThat(tracked.isNewsForSource()).isTrue();
    }

    @Test
    void its_source_hears_that_nobody_has_answered_when_an_alert_expires_at_which_nobody_had_looked() {
        // When
        tracked().look(alert.expires);

        // Then
        assertThat(alert.told).isEqualTo(AlertState.UNANSWERED);
    }

    @Test
    void after_its_end_too_its_source_hears_that_whoever_had_answered_has_let_go() {
        // Given
        say(Answer.Action.ACKNOWLEDGE, 1);
        tracked().look(alert.expires);
        assertThat(alert.told).isEqualTo(AlertState.ACKNOWLEDGED);

        // When
        say(Answer.Action.RELEASE, 2);

        // Then
        assertThat(alert.state).isEqualTo(AlertState.EXPIRED);
        assertThat(alert.told).isEqualTo(AlertState.OPEN);
    }

    @Test
    void the_desks_word_opens_an_alert_that_has_expired_meanwhile() {
        // Given
        Instant later = alert.expires.plus(HOUR);
        tracked().look(alert.expires);

        // When
        TrackedAlert tracked = tracked();
        tracked.confirm(confirmed(alert.id), ALLOWED, later);

        // Then
        assertThat(alert.state).isEqualTo(AlertState.OPEN);
        assertThat(alert.expires).isAfter(later);
        assertThat(tracked.isCalling()).isTrue();
        assertThat(tracked.isNews()).isTrue();
        assertThat(partnerAlert.nextTry).isNotNull();
    }

    @Test
    void the_desks_word_goes_on_with_what_a_partner_has_resolved_though_it_says_nothing_else() {
        // Given
        say(Answer.Action.RESOLVE, 1);
        assertThat(alert.state).isEqualTo(AlertState.RESOLVED);

        // When
        TrackedAlert tracked = tracked();
        tracked.confirm(confirmed(alert.id), ALLOWED, NOW);

        // Then
        assertThat(alert.state).isEqualTo(AlertState.DELIVERED);
        assertThat(alert.told).isEqualTo(AlertState.OPEN);
        assertThat(tracked.isCalling()).isTrue();
        assertThat(partnerAlert.nextTry).isNotNull();
    }

    @Test
    void what_was_cancelled_is_not_opened_by_the_desks_word() {
        // Given
        tracked().cancel(NOW);

        // When
        TrackedAlert tracked = tracked();
        tracked.confirm(confirmed(alert.id), ALLOWED, NOW);

        // Then
        assertThat(alert.state).isEqualTo(AlertState.CANCELLED);
        assertThat(tracked.isNews()).isFalse();
    }

    @Test
    void the_desk_hears_of_a_claim_that_ended_though_another_partner_has_one() {
        // Given
        PartnerAlert other = PartnerAlert.open(alert.id, UUID.randomUUID(), NOW);
        claimed(partnerAlert);
        claimed(other);
        other.claimedUntil = NOW.plus(HOUR.multipliedBy(2));

        // When
        TrackedAlert tracked = TrackedAlert.of(alert, List.of(partnerAlert, other));
        tracked.look(NOW.plus(HOUR));

        // Then
        assertThat(alert.state).isEqualTo(AlertState.CLAIMED);
        assertThat(tracked.isNews()).isTrue();
    }

    @Test
    void a_clock_that_is_set_back_puts_neither_an_alarm_nor_the_end_of_a_claim_off() {
        // Given
        Instant earlier = NOW.minus(Duration.ofHours(5));

        // When
        tracked().call(List.of(candidate()), new FineClocks(), earlier);

        // Then
        assertThat(alert.opened).isEqualTo(TimeRounding.minuteAfter(earlier));

        // When
        claimed(partnerAlert);
        tracked().look(earlier);

        // Then
        assertThat(alert.lookAt).isEqualTo(TimeRounding.minute(earlier).plus(HOUR));
    }

    @Test
    void nothing_is_left_to_be_looked_at_of_a_drill_whose_claim_has_ended() {
        // Given
        Alert drill = Alert.drill(UUID.randomUUID(), NOW);
        PartnerAlert ordered = PartnerAlert.open(drill.id, partner, NOW);
        claimed(ordered);
        TrackedAlert.of(drill, List.of(ordered)).look(NOW);
        assertThat(drill.lookAt).isNotNull();

        // When
        TrackedAlert.of(drill, List.of(ordered)).look(NOW.plus(HOUR));

        // Then
        assertThat(drill.state).isEqualTo(AlertState.DELIVERED);
        assertThat(drill.lookAt).isNull();
    }

    private TrackedAlert tracked() {
        return TrackedAlert.of(alert, List.of(partnerAlert));
    }

    private void say(Answer.Action action, int number) {
        tracked().answer(new Answer(partnerAlert.id, 1, action, number), NOW);
    }

    private void claimed(PartnerAlert claimed) {
        TrackedAlert.of(alert, List.of(claimed)).answer(new Answer(claimed.id, 1, Answer.Action.CLAIM, 1), NOW);
    }

    private Candidate candidate() {
        return new Candidate(partner, "first", true, 1, false, false, new Coverage(Set.of("en"), Set.of(), null));
    }

    private static AlertDecided confirmed(UUID id) {
        return new AlertDecided(
                id,
                AlertDecided.Decision.CONFIRMED,
                new Threat(Threat.Who.ME, Threat.When.HOURS, null),
                new Consents(true),
                List.of("en"),
                Instant.parse("2026-11-24T10:15:00Z"),
                null);
    }
}
