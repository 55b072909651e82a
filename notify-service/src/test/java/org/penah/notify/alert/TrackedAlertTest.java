package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertDecided.Decision;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Consents;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.Threat;
import org.penah.notify.partner.Candidate;
import org.penah.notify.partner.Coverage;
import org.penah.notify.partner.Coverages;

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
        tracked.look(Map.of(), NOW.plus(HOUR));
        tracked.call(List.of(candidate()), new FineClocks(), NOW.plus(HOUR));

        // Then
        assertThat(alert.state).isEqualTo(AlertState.UNANSWERED);
        assertThat(tracked.called()).isEmpty();
        assertThat(tracked.isNews()).isTrue();
        assertThat(tracked.isNewsForSource()).isTrue();
    }

    @Test
    void an_alert_stays_past_its_time_until_a_person_ends_it() {
        // Given
        Instant end = alert.expires;
        claimed(partnerAlert);

        // When
        TrackedAlert tracked = tracked();
        tracked.look(Map.of(), end);

        // Then
        assertThat(alert.state).isEqualTo(AlertState.DELIVERED);
        assertThat(alert.overdue).isTrue();
        assertThat(alert.expires).isAfter(end);
        assertThat(partnerAlert.standing()).isEqualTo(PartnerAlertLifecycle.State.LAPSED);
        assertThat(partnerAlert.messageType).isEqualTo(MessageType.ALERT);
        assertThat(partnerAlert.nextTry).isNotNull();
        assertThat(alert.told).isEqualTo(AlertState.OPEN);
        assertThat(tracked.isNews()).isTrue();

        // When the desk renews it
        TrackedAlert renewed = tracked();
        renewed.confirm(confirmed(alert.id), ALLOWED, end.plus(HOUR));

        // Then
        assertThat(alert.overdue).isFalse();
        assertThat(alert.expires).isAfter(end.plus(Duration.ofHours(24)));
        assertThat(renewed.isNews()).isTrue();
    }

    @Test
    void what_a_partner_has_resolved_stays_after_its_time_until_the_desk_ends_it() {
        // Given
        PartnerAlert other = PartnerAlert.open(alert.id, UUID.randomUUID(), NOW);
        partnerAlert.attempts = 1;
        say(Answer.Action.RESOLVE, 1);
        Instant end = alert.expires;
        TrackedAlert both = TrackedAlert.of(alert, List.of(partnerAlert, other));

        // When
        both.look(Map.of(), end);

        // Then the desk is asked, others read the new end, and who resolved it is not called again
        assertThat(alert.state).isEqualTo(AlertState.RESOLVED);
        assertThat(alert.overdue).isTrue();
        assertThat(both.isNews()).isTrue();
        assertThat(other.seq).isEqualTo(2);
        assertThat(partnerAlert.seq).isEqualTo(1);

        // When
        tracked().cancel(end.plus(HOUR));

        // Then
        assertThat(alert.state).isEqualTo(AlertState.CANCELLED);
        assertThat(partnerAlert.messageType).isEqualTo(MessageType.CANCEL);
        assertThat(partnerAlert.nextTry).isNotNull();
        assertThat(alert.expires).isAfter(NOW.plus(Duration.ofDays(2)));
    }

    @Test
    void who_is_ended_has_nothing_of_it_any_more_and_others_are_called() {
        // Given
        claimed(partnerAlert);
        assertThat(alert.state).isEqualTo(AlertState.CLAIMED);

        // When
        TrackedAlert tracked = tracked();
        Optional<PartnerAlert> taken = tracked.standDown(partner, NOW.plusSeconds(60));

        // Then
        assertThat(taken).containsSame(partnerAlert);
        assertThat(partnerAlert.standing()).isEqualTo(PartnerAlertLifecycle.State.RELEASED);
        assertThat(partnerAlert.nextTry).isNull();
        assertThat(alert.state).isEqualTo(AlertState.OPEN);
        assertThat(tracked.isCalling()).isTrue();
        assertThat(tracked.isHeld()).isFalse();

        // When it is over
        tracked.cancel(NOW.plusSeconds(120));

        // Then they are not told of its end
        assertThat(tracked.standDown(partner, NOW.plusSeconds(180))).isEmpty();
        assertThat(partnerAlert.nextTry).isNull();
    }

    @Test
    void what_a_partners_server_has_taken_is_delivered_and_its_end_is_said_to_who_takes_it_late() {
        // Given
        partnerAlert.attempts = 1;

        // When
        tracked().delivered(partnerAlert.id, 1, NOW.plusSeconds(60), NOW);

        // Then
        assertThat(partnerAlert.deliveredSeq).isEqualTo(1);
        assertThat(alert.state).isEqualTo(AlertState.DELIVERED);
        assertThat(partnerAlert.seq).isEqualTo(1);

        // When its end is taken at once
        tracked().cancel(NOW);
        tracked().delivered(partnerAlert.id, 2, NOW.plusSeconds(60), NOW);

        // Then it is not said again
        assertThat(partnerAlert.seq).isEqualTo(2);

        // When an end is taken first after more than an hour
        partnerAlert.deliveredSeq = 1;
        tracked().delivered(partnerAlert.id, 2, NOW.plusSeconds(60), NOW.plus(HOUR.multipliedBy(2)));

        // Then people there have a day from now on
        assertThat(partnerAlert.seq).isEqualTo(3);
        assertThat(partnerAlert.messageType).isEqualTo(MessageType.CANCEL);
    }

    @Test
    void neither_an_answer_to_what_was_never_said_nor_a_call_with_one_who_was_never_told_counts() {
        // When
        boolean never = tracked().answer(new Answer(partnerAlert.id, 2, Answer.Action.CLAIM, 1), NOW);
        boolean before = tracked().answer(new Answer(partnerAlert.id, 0, Answer.Action.CLAIM, 1), NOW);
        boolean stranger = tracked()
                .telephoned(UUID.randomUUID(), PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE, NOW.plus(HOUR), NOW);

        // Then
        assertThat(List.of(never, before, stranger)).containsOnly(false);
        assertThat(tracked().isHeld()).isFalse();
        assertThat(tracked().answer(new Answer(partnerAlert.id, 1, Answer.Action.NEED_INFO, 1), NOW))
                .isTrue();
        assertThat(tracked()
                        .telephoned(partner, PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE, NOW.plus(HOUR), NOW))
                .isTrue();
        assertThat(tracked().isHeld()).isTrue();
    }

    @Test
    void an_acknowledgement_ends_after_four_hours_and_is_renewed_by_another() {
        // Given
        say(Answer.Action.ACKNOWLEDGE, 1);
        tracked().answer(new Answer(partnerAlert.id, 1, Answer.Action.ACKNOWLEDGE, 2), NOW.plus(HOUR));

        // When
        tracked().look(Map.of(), NOW.plus(HOUR.multipliedBy(4)));

        // Then
        assertThat(alert.state).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(alert.lookAt).isEqualTo(TimeRounding.minute(NOW).plus(HOUR.multipliedBy(5)));

        // When
        tracked().look(Map.of(), NOW.plus(HOUR.multipliedBy(5)));

        // Then
        assertThat(alert.state).isEqualTo(AlertState.DELIVERED);
        assertThat(alert.told).isEqualTo(AlertState.OPEN);
        assertThat(tracked().isCalling()).isTrue();
        assertThat(partnerAlert.nextTry).isNotNull();
    }

    @Test
    void others_are_called_to_what_a_partner_took_on_who_is_silent_for_minutes() {
        // Given
        say(Answer.Action.ACKNOWLEDGE, 1);
        Instant lostFrom = NOW.plus(Duration.ofMinutes(5));

        // When
        tracked().look(Map.of(partner, lostFrom), NOW);

        // Then
        assertThat(alert.state).isEqualTo(AlertState.ACKNOWLEDGED);

        // When
        tracked().look(Map.of(partner, lostFrom), lostFrom);

        // Then
        assertThat(alert.state).isEqualTo(AlertState.DELIVERED);
        assertThat(partnerAlert.isPassedOn()).isTrue();
    }

    @Test
    void the_desk_calls_others_and_who_has_it_is_asked_again() {
        // Given
        claimed(partnerAlert);

        // When
        TrackedAlert tracked = tracked();
        tracked.callOthers(NOW);

        // Then
        assertThat(alert.state).isEqualTo(AlertState.DELIVERED);
        assertThat(alert.told).isEqualTo(AlertState.OPEN);
        assertThat(tracked.isCalling()).isTrue();
        assertThat(partnerAlert.nextTry).isNotNull();

        // When they say that they have it
        tracked().answer(new Answer(partnerAlert.id, 1, Answer.Action.CLAIM, 2), NOW);

        // Then
        assertThat(alert.state).isEqualTo(AlertState.CLAIMED);
    }

    /** As a partner does that somebody hostile has taken over. */
    @Test
    void who_takes_it_again_each_time_that_the_desk_calls_others_stops_its_clock_no_more_after_the_third() {
        // Given
        Alert waits = asserted();
        PartnerAlert theirs = PartnerAlert.open(waits.id, partner, NOW);
        theirs.attempts = 1;
        TrackedAlert tracked = TrackedAlert.of(waits, List.of(theirs));

        // When
        for (int time = 1; time <= 4; time++) {
            tracked.answer(new Answer(theirs.id, 1, Answer.Action.ACKNOWLEDGE, time), NOW.plusSeconds(60L * time));
            assertThat(waits.state == AlertState.ACKNOWLEDGED).isEqualTo(time <= 3);
            tracked.callOthers(NOW.plusSeconds(60L * time + 30));
        }

        // Then
        assertThat(theirs.isUncounted()).isTrue();
        assertThat(tracked.isCalling()).isTrue();

        // When
        tracked.confirm(confirmed(waits.id), ALLOWED, NOW.plusSeconds(600));
        tracked.answer(new Answer(theirs.id, 1, Answer.Action.ACKNOWLEDGE, 5), NOW.plusSeconds(660));

        // Then
        assertThat(waits.state).isEqualTo(AlertState.ACKNOWLEDGED);
    }

    @Test
    void what_somebody_has_confirmed_taken_on_or_ended_is_never_marked_as_one_of_a_flood() {
        // Given
        Alert waits = asserted();
        Alert confirmed = asserted();
        confirmed.confirm(confirmed(confirmed.id), ALLOWED, NOW);
        Alert ended = asserted();
        ended.cancel(NOW);
        Alert held = asserted();
        PartnerAlert holds = PartnerAlert.open(held.id, partner, NOW);
        claimed(holds);

        // When
        for (Alert each : List.of(waits, confirmed, ended)) {
            TrackedAlert.of(each, List.of()).mark(ofFlood(Decision.SET_ASIDE, null), NOW);
        }
        held.follow(List.of(holds), NOW);
        TrackedAlert.of(held, List.of(holds)).mark(ofFlood(Decision.SET_ASIDE, null), NOW);

        // Then
        assertThat(List.of(waits, confirmed, ended, held))
                .extracting(each -> each.flood)
                .containsExactly(true, false, false, false);

        // When
        TrackedAlert.of(waits, List.of()).mark(ofFlood(Decision.PUT_BACK, null), NOW);

        // Then
        assertThat(waits.flood).isFalse();
    }

    @Test
    void partners_that_have_it_hear_that_it_is_of_a_flood_and_that_it_is_not_once_each() {
        // Given
        Alert waits = asserted();
        PartnerAlert has = PartnerAlert.open(waits.id, partner, NOW);
        has.attempts = 1;
        TrackedAlert tracked = TrackedAlert.of(waits, List.of(has));

        // When
        tracked.mark(ofFlood(Decision.SET_ASIDE, null), NOW);
        tracked.mark(ofFlood(Decision.SET_ASIDE, null), NOW);
        int aside = has.seq;
        tracked.mark(ofFlood(Decision.PUT_BACK, null), NOW);

        // Then
        assertThat(aside).isEqualTo(2);
        assertThat(has.seq).isEqualTo(3);
        assertThat(has.messageType).isEqualTo(MessageType.UPDATE);
        assertThat(tracked.isNews()).isTrue();
    }

    @Test
    void what_a_human_took_on_and_let_go_of_is_one_of_a_flood_no_more() {
        // Given
        Alert waits = asserted();
        PartnerAlert has = PartnerAlert.open(waits.id, partner, NOW);
        PartnerAlert other = PartnerAlert.open(waits.id, UUID.randomUUID(), NOW);
        has.attempts = 1;
        other.attempts = 1;
        TrackedAlert tracked = TrackedAlert.of(waits, List.of(has, other));
        tracked.mark(ofFlood(Decision.SET_ASIDE, null), NOW);
        assertThat(waits.flood).isTrue();

        // When
        tracked.answer(new Answer(has.id, 1, Answer.Action.CLAIM, 1), NOW);

        // Then nobody else sees that
        assertThat(waits.state).isEqualTo(AlertState.CLAIMED);
        assertThat(waits.flood).isTrue();
        assertThat(other.seq).isEqualTo(2);

        // When
        tracked.answer(new Answer(has.id, 1, Answer.Action.RELEASE, 2), NOW);

        // Then it is as if it had been put back
        assertThat(waits.state).isEqualTo(AlertState.OPEN);
        assertThat(waits.flood).isFalse();
        assertThat(other.seq).isEqualTo(3);
        assertThat(other.messageType).isEqualTo(MessageType.UPDATE);
    }

    @Test
    void who_takes_it_and_lets_go_of_it_three_times_stops_its_clock_no_more_until_the_desk_confirms_it_again() {
        // Given
        Alert waits = asserted();
        PartnerAlert theirs = PartnerAlert.open(waits.id, partner, NOW);
        theirs.attempts = 1;
        TrackedAlert tracked = TrackedAlert.of(waits, List.of(theirs));
        Answer.Action[] said = {
            Answer.Action.CLAIM, Answer.Action.RELEASE,
            Answer.Action.ACKNOWLEDGE, Answer.Action.NEED_INFO,
            Answer.Action.RESOLVE, Answer.Action.DECLINE
        };
        for (int i = 0; i < said.length; i++) {
            tracked.answer(new Answer(theirs.id, 1, said[i], i + 1), NOW.plusSeconds(60L * i));
            assertThat(waits.opened == null).isEqualTo(i % 2 == 0);
        }
        Instant opened = waits.opened;

        // When
        tracked.answer(new Answer(theirs.id, 1, Answer.Action.CLAIM, 7), NOW.plusSeconds(600));
        tracked.answer(new Answer(theirs.id, 1, Answer.Action.RESOLVE, 8), NOW.plusSeconds(601));

        // Then
        assertThat(theirs.state).isEqualTo(PartnerAlertState.DECLINED);
        assertThat(waits.opened).isEqualTo(opened);
        assertThat(theirs.isUncounted()).isTrue();

        // When
        tracked.confirm(confirmed(waits.id), ALLOWED, NOW.plusSeconds(660));
        assertThat(theirs.isUncounted()).isFalse();
        tracked.answer(new Answer(theirs.id, 1, Answer.Action.CLAIM, 9), NOW.plusSeconds(720));

        // Then
        assertThat(waits.state).isEqualTo(AlertState.CLAIMED);

        // When they do it again, and the desk says the same again
        for (int i = 0; i < said.length; i++) {
            tracked.answer(new Answer(theirs.id, 1, said[i], i + 10), NOW.plusSeconds(730L + i));
        }
        PartnerAlert other = PartnerAlert.open(waits.id, UUID.randomUUID(), NOW);
        TrackedAlert again = TrackedAlert.of(waits, List.of(theirs, other));
        int seq = theirs.seq;
        again.confirm(confirmed(waits.id), ALLOWED, NOW.plusSeconds(740));

        // Then the desk and they hear that they count again, though it said nothing new, and they do
        assertThat(again.isNews()).isTrue();
        assertThat(theirs.seq).isEqualTo(seq + 1);
        assertThat(theirs.nextTry).isNotNull();
        assertThat(other.seq).isEqualTo(1);
        again.answer(new Answer(theirs.id, 1, Answer.Action.CLAIM, 16), NOW.plusSeconds(750));
        assertThat(waits.state).isEqualTo(AlertState.CLAIMED);
    }

    @Test
    void what_counts_no_more_makes_nothing_longer_that_they_said_on_the_telephone() {
        // Given
        PartnerAlert theirs = PartnerAlert.open(alert.id, partner, NOW);
        theirs.attempts = 1;
        theirs.letGo = PartnerAlert.MOST_LET_GO;
        TrackedAlert tracked = TrackedAlert.of(alert, List.of(theirs));
        Instant end = NOW.plus(HOUR);
        tracked.telephoned(partner, PartnerAlertLifecycle.Event.ANSWERED_BY_TELEPHONE, end, NOW);
        assertThat(theirs.heldUntil).isEqualTo(end);

        // When
        tracked.answer(new Answer(theirs.id, 1, Answer.Action.ACKNOWLEDGE, 1), NOW.plusSeconds(60));

        // Then
        assertThat(theirs.byTelephone).isTrue();
        assertThat(theirs.heldUntil).isEqualTo(end);
    }

    @Test
    void a_word_about_a_flood_that_was_overtaken_changes_nothing() {
        // Given
        Alert waits = asserted();
        TrackedAlert tracked = TrackedAlert.of(waits, List.of());

        // When
        tracked.mark(ofFlood(Decision.PUT_BACK, 2), NOW);
        tracked.mark(ofFlood(Decision.SET_ASIDE, 1), NOW);

        // Then
        assertThat(waits.flood).isFalse();

        // When
        tracked.mark(ofFlood(Decision.SET_ASIDE, 3), NOW);
        tracked.mark(ofFlood(Decision.PUT_BACK, 2), NOW);

        // Then
        assertThat(waits.flood).isTrue();
    }

    private AlertDecided ofFlood(Decision decision, @Nullable Integer revision) {
        AlertDecided confirmed = confirmed(UUID.randomUUID());
        return new AlertDecided(
                confirmed.alertId(),
                decision,
                confirmed.threat(),
                confirmed.consents(),
                confirmed.languages(),
                confirmed.dueBy(),
                null,
                null,
                revision,
                null);
    }

    private static Alert asserted() {
        return Alert.of(
                new AlertAsserted(
                        UUID.randomUUID(),
                        new Threat(Threat.Who.ME, Threat.When.HOURS, null),
                        new Consents(true),
                        List.of("en"),
                        Instant.parse("2026-11-24T10:15:00Z"),
                        null,
                        null,
                        null),
                ALLOWED,
                NOW);
    }

    @Test
    void what_no_partner_takes_unconfirmed_waits_for_the_desk_and_is_an_alarm_after_half_an_hour() {
        // Given
        Alert asserted = asserted();
        Candidate waits = new Candidate(
                partner, "first", false, 1, false, false, null, false, new Coverage(Set.of("en"), Set.of(), null));

        // When
        TrackedAlert.opened(asserted).call(List.of(waits), new FineClocks(), NOW);

        // Then
        assertThat(asserted.state).isEqualTo(AlertState.AWAITING_CONFIRMATION);
        assertThat(asserted.told).isNull();

        // When
        TrackedAlert.of(asserted, List.of()).call(List.of(waits), new FineClocks(), NOW.plus(HOUR));

        // Then
        assertThat(asserted.state).isEqualTo(AlertState.UNANSWERED);
        assertThat(asserted.told).isEqualTo(AlertState.UNANSWERED);
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
        other.heldUntil = NOW.plus(HOUR.multipliedBy(2));

        // When
        TrackedAlert tracked = TrackedAlert.of(alert, List.of(partnerAlert, other));
        tracked.look(Map.of(), NOW.plus(HOUR));

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
        tracked().look(Map.of(), earlier);

        // Then
        assertThat(alert.lookAt).isEqualTo(TimeRounding.minute(earlier).plus(HOUR));
    }

    @Test
    void nothing_is_left_to_be_looked_at_of_a_drill_whose_claim_has_ended() {
        // Given
        Alert drill = Alert.drill(UUID.randomUUID(), NOW);
        PartnerAlert ordered = PartnerAlert.open(drill.id, partner, NOW);
        claimed(ordered);
        TrackedAlert.of(drill, List.of(ordered)).look(Map.of(), NOW);
        assertThat(drill.lookAt).isNotNull();

        // When
        TrackedAlert.of(drill, List.of(ordered)).look(Map.of(), NOW.plus(HOUR));

        // Then
        assertThat(drill.state).isEqualTo(AlertState.DELIVERED);
        assertThat(drill.lookAt).isNull();
    }

    @Test
    void who_of_staff_is_not_on_duty_sleeps_until_half_an_hour_has_passed_without_an_answer() {
        // Given
        Candidate onDuty = staff("on-duty", 1, false, true);
        Candidate sleeps = staff("sleeps", 1, false, false);
        Candidate lead = staff("lead", 2, false, true);
        Alert waits = Alert.staff(UUID.randomUUID(), NOW);
        List<Candidate> all = List.of(onDuty, sleeps, lead, candidate());

        // When
        List<PartnerAlert> first = called(waits, List.of(), all, NOW);
        List<PartnerAlert> second = called(waits, first, all, NOW.plus(Duration.ofMinutes(6)));
        List<PartnerAlert> third = called(waits, second, all, NOW.plus(Duration.ofMinutes(31)));

        // Then
        assertThat(partnerIds(first)).containsExactlyInAnyOrder(onDuty.id());
        assertThat(partnerIds(second)).containsExactlyInAnyOrder(onDuty.id(), lead.id());
        assertThat(partnerIds(third)).containsExactlyInAnyOrder(onDuty.id(), lead.id(), sleeps.id());
    }

    @Test
    void all_of_staff_are_on_duty_if_nobody_on_duty_can_be_reached_or_all_of_them_decline() {
        // Given
        Candidate silent = staff("silent", 1, true, true);
        Candidate sleeps = staff("sleeps", 1, false, false);
        Candidate onDuty = staff("on-duty", 1, false, true);
        Alert waits = Alert.staff(UUID.randomUUID(), NOW);

        // When
        List<PartnerAlert> called = called(waits, List.of(), List.of(silent, sleeps), NOW);

        // Then
        assertThat(partnerIds(called)).contains(sleeps.id());

        // Given
        Alert next = Alert.staff(UUID.randomUUID(), NOW);
        List<PartnerAlert> told = called(next, List.of(), List.of(onDuty, sleeps), NOW);
        assertThat(partnerIds(told)).containsExactly(onDuty.id());

        // When
        TrackedAlert.of(next, told).answer(new Answer(told.get(0).id, 1, Answer.Action.DECLINE, 1), NOW);

        // Then
        assertThat(partnerIds(called(next, told, List.of(onDuty, sleeps), NOW))).contains(sleeps.id());
    }

    @ParameterizedTest
    @EnumSource(
            value = Answer.Action.class,
            names = {"ACKNOWLEDGE", "CLAIM", "NEED_INFO", "RESOLVE"})
    void whatever_staff_say_but_that_they_cannot_holds_a_call_for_15_minutes_and_once(Answer.Action action) {
        // Given
        Alert waits = Alert.staff(UUID.randomUUID(), NOW);
        PartnerAlert duty = PartnerAlert.open(waits.id, partner, NOW);
        TrackedAlert call = TrackedAlert.of(waits, List.of(duty));

        // When
        call.answer(new Answer(duty.id, 1, action, 1), NOW);
        call.answer(new Answer(duty.id, 1, action, 2), NOW.plus(Duration.ofMinutes(10)));

        // Then
        assertThat(waits.state).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(waits.lookAt).isEqualTo(TimeRounding.minute(NOW).plus(Duration.ofMinutes(15)));

        // When
        call.look(Map.of(), NOW.plus(Duration.ofMinutes(15)));
        call.answer(new Answer(duty.id, 1, action, 3), NOW.plus(Duration.ofMinutes(16)));

        // Then
        assertThat(duty.standing()).isEqualTo(PartnerAlertLifecycle.State.LAPSED);
        assertThat(waits.state).isEqualTo(AlertState.DELIVERED);
        assertThat(duty.nextTry).isNull();
    }

    @Test
    void a_clock_that_is_set_back_has_staff_hold_a_call_no_longer() {
        // Given
        Alert waits = Alert.staff(UUID.randomUUID(), NOW);
        PartnerAlert duty = PartnerAlert.open(waits.id, partner, NOW);
        TrackedAlert call = TrackedAlert.of(waits, List.of(duty));
        call.answer(new Answer(duty.id, 1, Answer.Action.ACKNOWLEDGE, 1), NOW);

        // When
        call.look(Map.of(), NOW.minus(HOUR));

        // Then
        assertThat(waits.lookAt).isEqualTo(TimeRounding.minute(NOW).minus(HOUR).plus(Duration.ofMinutes(15)));
    }

    private static List<PartnerAlert> called(
            Alert alert, List<PartnerAlert> known, List<Candidate> candidates, Instant now) {
        TrackedAlert tracked = TrackedAlert.of(alert, known);
        tracked.call(candidates, new FineClocks(), now);
        return tracked.partnerAlerts();
    }

    private static List<UUID> partnerIds(List<PartnerAlert> partnerAlerts) {
        return partnerAlerts.stream()
                .map(partnerAlert -> partnerAlert.partnerId)
                .toList();
    }

    /** Who is on duty is so on each day at each minute. */
    private static Candidate staff(String name, int tier, boolean silent, boolean isOnDuty) {
        Coverage coverage = isOnDuty ? new Coverage(Set.of("az"), Set.of(), null) : Coverages.NEVER;
        return new Candidate(UUID.randomUUID(), name, false, tier, silent, false, null, true, coverage);
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
        return new Candidate(
                partner, "first", true, 1, false, false, null, false, new Coverage(Set.of("en"), Set.of(), null));
    }

    private static AlertDecided confirmed(UUID id) {
        return new AlertDecided(
                id,
                Decision.CONFIRMED,
                new Threat(Threat.Who.ME, Threat.When.HOURS, null),
                new Consents(true),
                List.of("en"),
                Instant.parse("2026-11-24T10:15:00Z"),
                null,
                null,
                null,
                null);
    }
}
