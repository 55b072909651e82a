package org.penah.intake.tip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.intake.form.Consents;
import org.penah.intake.form.FormToken;
import org.penah.intake.form.Sealing;
import org.penah.intake.form.Threat;
import org.penah.intake.form.ThreatTarget;
import org.penah.intake.form.Urgency;
import org.penah.intake.receipt.DecisionKey;
import org.penah.intake.receipt.Mailbox;

class TipEventsTest {

    private static final Threat DANGER = new Threat(ThreatTarget.ME, Urgency.HOURS, null);
    private static final Instant NOW = Instant.parse("2026-11-24T23:52:31.5Z");

    private final Deadlines deadlines = new Deadlines(Duration.ofMinutes(15), Duration.ofHours(12));

    @Test
    void danger_with_consent_is_told_to_notify() {
        // When
        TipEvents announcement = TipEvents.of(tip(DANGER, new Consents(true, false)), false, false, deadlines, NOW);

        // Then
        AlertAsserted alert = announcement.alert().orElseThrow();
        assertThat(alert.threat()).isEqualTo(DANGER);
        assertThat(alert.consents().details()).isFalse();
        assertThat(alert.alertId()).isEqualTo(announcement.received().alertId());
        assertThat(alert.dueBy()).isEqualTo(announcement.received().dueBy());
    }

    @Test
    void danger_without_consent_is_told_to_triage_alone() {
        // When
        TipEvents announcement = TipEvents.of(tip(DANGER, new Consents(false, true)), false, false, deadlines, NOW);

        // Then
        assertThat(announcement.alert()).isEmpty();
        assertThat(announcement.received().alertId()).isNull();
        assertThat(announcement.received().dueBy()).isEqualTo(Instant.parse("2026-11-25T00:10:00Z"));
    }

    @Test
    void a_calm_tip_has_a_day_and_no_time() {
        // When
        TipEvents announcement = TipEvents.of(tip(Threat.none(), Consents.NONE), false, false, deadlines, NOW);

        // Then
        assertThat(announcement.received().day()).isEqualTo(LocalDate.parse("2026-11-24"));
        assertThat(announcement.received().dueBy()).isNull();
        assertThat(announcement.alert()).isEmpty();
    }

    @Test
    void what_comes_in_a_flood_is_marked_in_both_events_and_keeps_its_time() {
        // Given
        SealedTip tip = tip(new Threat(ThreatTarget.ME, Urgency.HOURS, null), new Consents(true, false));

        // When
        var announcement = TipEvents.of(tip, true, false, deadlines, Instant.parse("2026-11-24T10:00:00Z"));

        // Then
        assertThat(announcement.received().flood()).isTrue();
        assertThat(announcement.received().dueBy()).isEqualTo("2026-11-24T10:15:00Z");
        assertThat(announcement.alert().orElseThrow().flood()).isTrue();
    }

    @Test
    void what_our_synthetic_source_sends_is_marked_in_both_events_and_nothing_else_is() {
        // Given
        SealedTip tip = tip(new Threat(ThreatTarget.ME, Urgency.HOURS, null), new Consents(true, false));

        // When
        var canary = TipEvents.of(tip, false, true, deadlines, NOW);
        var other = TipEvents.of(tip, false, false, deadlines, NOW);

        // Then
        assertThat(canary.received().canary()).isTrue();
        assertThat(canary.alert().orElseThrow().canary()).isTrue();
        assertThat(other.received().canary()).isNull();
        assertThat(other.alert().orElseThrow().canary()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "HOURS,2026-11-24T10:00:00Z,2026-11-24T10:15:00Z",
        "HOURS,2026-11-24T10:00:00.000000001Z,2026-11-24T10:20:00Z",
        "HOURS,2026-11-24T10:04:59Z,2026-11-24T10:20:00Z",
        "DAYS,2026-11-24T10:01:00Z,2026-11-24T22:05:00Z"
    })
    void a_due_time_is_rounded_up_to_five_minutes(Urgency soon, Instant now, Instant due) {
        // When
        var rounded = deadlines.dueBy(new Threat(ThreatTarget.ME, soon, null), now);

        // Then
        assertThat(rounded).contains(due);
    }

    private static SealedTip tip(Threat threat, Consents consents) {
        return new SealedTip(
                new FormToken("A".repeat(43)),
                new Mailbox(new byte[32], "", new DecisionKey("A".repeat(22), "public")),
                UUID.randomUUID(),
                "threat",
                1,
                "en",
                threat,
                consents,
                Sealing.SERVER,
                65536);
    }
}
