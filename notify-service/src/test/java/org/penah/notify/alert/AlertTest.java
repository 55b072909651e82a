package org.penah.notify.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.Basis;
import org.penah.notify.event.Consents;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.Threat;
import org.penah.notify.partner.Candidate;
import org.penah.notify.partner.Coverage;

class AlertTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");
    private static final Instant DUE = Instant.parse("2026-11-24T10:15:00Z");
    private static final Threat THREAT = new Threat(Threat.Who.ME, Threat.When.HOURS, null);
    private static final Consents CONSENTS = new Consents(true);
    private static final AlertConsent ALLOWED = new AlertConsent(true, true);

    private static final Coverage ANYWHERE = new Coverage(Set.of("en"), Set.of(), null);

    private final Alert alert = Alert.of(
            new AlertAsserted(UUID.randomUUID(), THREAT, CONSENTS, List.of("en", "ru"), DUE, null, null, null),
            ALLOWED,
            NOW);

    @Test
    void expires_at_a_time_that_does_not_tell_when_it_was_sent() {
        assertThat(alert.expires).isEqualTo("2026-11-25T10:00:00Z");
    }

    @Test
    void the_desk_makes_it_surer_once() {
        // Given
        AlertDecided confirmed = confirmed(THREAT);

        // When
        boolean first = alert.confirm(confirmed, ALLOWED, NOW);
        boolean repeated = alert.confirm(confirmed, ALLOWED, NOW);

        // Then
        assertThat(first).isTrue();
        assertThat(repeated).isFalse();
        assertThat(alert.basis).isEqualTo(Basis.DESK_CONFIRMED);
    }

    @Test
    void what_the_desk_corrects_is_news() {
        // Given
        alert.confirm(confirmed(THREAT), ALLOWED, NOW);

        // When
        boolean publisher = alert.confirm(confirmed(new Threat(Threat.Who.ME, Threat.When.DAYS, "145")), ALLOWED, NOW);

        // Then
        assertThat(publisher).isTrue();
        assertThat(alert.threatWhen).isEqualTo(Threat.When.DAYS);
    }

    @Test
    void one_answer_is_an_answer_and_one_delivery_a_delivery() {
        assertThat(following(PartnerAlertState.PENDING, PartnerAlertState.DELIVERED))
                .isEqualTo(AlertState.DELIVERED);
        assertThat(following(PartnerAlertState.ACKNOWLEDGED, PartnerAlertState.DELIVERED))
                .isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(following(PartnerAlertState.PENDING)).isEqualTo(AlertState.OPEN);
        assertThat(following()).isEqualTo(AlertState.OPEN);
    }

    @Test
    void its_clock_stands_while_somebody_takes_care_of_it_and_runs_again_when_nobody_does() {
        // When
        assertThat(following(PartnerAlertState.CLAIMED, PartnerAlertState.ACKNOWLEDGED))
                .isEqualTo(AlertState.CLAIMED);
        assertThat(alert.opened).isNull();
        assertThat(alert.lookAt).isEqualTo(NOW.plusSeconds(3600));
        assertThat(following(PartnerAlertState.RESOLVED, PartnerAlertState.CLAIMED))
                .isEqualTo(AlertState.RESOLVED);
        assertThat(alert.lookAt).isNull();

        // Then
        assertThat(following(PartnerAlertState.DECLINED, PartnerAlertState.NEEDS_INFO))
                .isEqualTo(AlertState.OPEN);
        assertThat(alert.opened).isEqualTo(NOW.plusSeconds(30)).isEqualTo(TimeRounding.minute(alert.opened));
        assertThat(alert.lookAt).isEqualTo(alert.opened.plusSeconds(60));
    }

    @Test
    void what_a_partner_answers_after_its_end_does_not_stand_in_the_inbox_for_ever() {
        // Given
        alert.basis = Basis.SOURCE_ASSERTED;
        alert.flood = true;
        alert.expire(alert.expires);
        assertThat(alert.told).isEqualTo(AlertState.UNANSWERED);

        // When
        AlertState state = following(PartnerAlertState.ACKNOWLEDGED);

        // Then
        assertThat(state).isEqualTo(AlertState.EXPIRED);
        assertThat(alert.told).isEqualTo(AlertState.UNANSWERED);
    }

    @Test
    void its_source_hears_what_is_new_and_that_the_one_who_had_answered_has_let_go() {
        // When
        List<Optional<AlertState>> heard = Stream.of(
                        AlertState.DELIVERED,
                        AlertState.UNREACHABLE,
                        AlertState.OPEN,
                        AlertState.UNANSWERED,
                        AlertState.CLAIMED,
                        AlertState.ACKNOWLEDGED,
                        AlertState.DELIVERED,
                        AlertState.UNANSWERED,
                        AlertState.CLAIMED,
                        AlertState.UNREACHABLE,
                        AlertState.CANCELLED)
                .map(this::heardIn)
                .toList();

        // Then
        assertThat(heard)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(AlertState.UNANSWERED),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(AlertState.ACKNOWLEDGED),
                        Optional.empty(),
                        Optional.of(AlertState.OPEN),
                        Optional.empty(),
                        Optional.of(AlertState.ACKNOWLEDGED),
                        Optional.of(AlertState.OPEN),
                        Optional.of(AlertState.CANCELLED));
    }

    private Optional<AlertState> heardIn(AlertState state) {
        AlertState before = alert.told;
        boolean isHeld = state == AlertState.CLAIMED || state == AlertState.ACKNOWLEDGED;
        alert.told = AlertLifecycle.sourceReads(state, isHeld, before);
        return alert.told == before ? Optional.empty() : Optional.ofNullable(alert.told);
    }

    @Test
    void no_alert_of_danger_expires_though_a_partner_has_resolved_it() {
        // Given
        Instant end = alert.expires;
        assertThat(alert.expire(end.minusSeconds(1))).isFalse();

        // When
        assertThat(alert.expire(end)).isTrue();

        // Then
        assertThat(alert.state).isEqualTo(AlertState.OPEN);
        assertThat(alert.overdue).isTrue();
        assertThat(alert.expire(end)).isFalse();

        // When
        assertThat(following(PartnerAlertState.RESOLVED)).isEqualTo(AlertState.RESOLVED);
        assertThat(alert.overdue).isTrue();
        assertThat(alert.expire(alert.expires)).isTrue();

        // Then
        assertThat(alert.state).isEqualTo(AlertState.RESOLVED);
        assertThat(alert.overdue).isTrue();
    }

    @Test
    void what_came_in_a_flood_ends_by_itself_until_somebody_confirms_it_or_takes_it_on() {
        // Given
        Alert junk = flooded();
        Alert confirmed = flooded();
        confirmed.basis = Basis.DESK_CONFIRMED;
        Alert held = flooded();
        held.state = AlertState.ACKNOWLEDGED;

        // When
        Stream.of(junk, confirmed, held).forEach(each -> each.expire(each.expires));

        // Then
        assertThat(junk.state).isEqualTo(AlertState.EXPIRED);
        assertThat(confirmed.state).isEqualTo(AlertState.OPEN);
        assertThat(confirmed.overdue).isTrue();
        assertThat(held.state).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(held.overdue).isTrue();
    }

    private Alert flooded() {
        return Alert.of(
                new AlertAsserted(UUID.randomUUID(), THREAT, CONSENTS, List.of("en", "ru"), DUE, true, null, null),
                ALLOWED,
                NOW);
    }

    @Test
    void cancelled_is_the_end() {
        // Given
        alert.state = AlertState.CANCELLED;

        // When
        AlertState state = following(PartnerAlertState.ACKNOWLEDGED);

        // Then
        assertThat(state).isEqualTo(AlertState.CANCELLED);
    }

    @Test
    void a_cancellation_has_a_day_to_arrive() {
        // When
        alert.cancel(NOW.plusSeconds(80_000));

        // Then
        assertThat(alert.expires).isEqualTo("2026-11-26T08:15:00Z");
    }

    @Test
    void the_gate_lets_unconfirmed_words_through_only_to_who_asked_for_them() {
        Candidate asks = new Candidate(UUID.randomUUID(), "asks", true, 1, false, false, null, false, ANYWHERE);
        Candidate waits = new Candidate(UUID.randomUUID(), "waits", false, 1, false, false, null, false, ANYWHERE);
        assertThat(AlertPolicy.admits(Basis.SOURCE_ASSERTED, asks)).isTrue();
        assertThat(AlertPolicy.admits(Basis.SOURCE_ASSERTED, waits)).isFalse();
        assertThat(AlertPolicy.admits(Basis.DESK_CONFIRMED, waits)).isTrue();
    }

    private AlertState following(PartnerAlertState... states) {
        alert.follow(
                Stream.of(states)
                        .map(state -> {
                            PartnerAlert partnerAlert = PartnerAlert.open(alert.id, UUID.randomUUID(), NOW);
                            partnerAlert.state = state;
                            partnerAlert.heldUntil = state == PartnerAlertState.CLAIMED ? NOW.plusSeconds(3600) : null;
                            return partnerAlert;
                        })
                        .toList(),
                NOW);
        return alert.state;
    }

    private AlertDecided confirmed(Threat threat) {
        return new AlertDecided(
                alert.id,
                AlertDecided.Decision.CONFIRMED,
                threat,
                CONSENTS,
                List.of("en", "ru"),
                DUE,
                null,
                null,
                null,
                null);
    }
}
