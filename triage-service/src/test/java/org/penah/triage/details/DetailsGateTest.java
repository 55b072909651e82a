package org.penah.triage.details;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.penah.triage.alert.AlertState;
import org.penah.triage.alert.AlertView;
import org.penah.triage.alert.Basis;
import org.penah.triage.alert.Decision;
import org.penah.triage.alert.PartnerAlert;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.Threat;

class DetailsGateTest {

    private static final UUID ALERT = UUID.fromString("6a1f0c7e-3b52-4d8e-9c41-2f7d5e8b9a10");

    @Test
    void they_may_go_to_a_partner_that_was_told_of_an_open_alert() {
        // When
        UUID alertId = DetailsGate.requireOpen(
                danger(ALERT, true, true), alert(AlertState.CLAIMED, null, PartnerAlert.State.CLAIMED), "safe-house");

        // Then
        assertThat(alertId).isEqualTo(ALERT);
    }

    @ParameterizedTest
    @CsvSource({"false, true", "true, false", "false, false"})
    void nothing_leaves_without_both_consents(boolean alert, boolean details) {
        refused(
                "no-consent",
                () -> DetailsGate.requireOpen(
                        danger(ALERT, alert, details),
                        alert(AlertState.DELIVERED, null, PartnerAlert.State.DELIVERED),
                        "safe-house"));
    }

    /** Whatever the edge says that its source allowed: who reports no danger is not asked. */
    @Test
    void nothing_leaves_with_an_alert_for_danger_that_staff_found() {
        refused(
                "no-consent",
                () -> DetailsGate.requireOpen(
                        danger(ALERT, true, true).withFound(new Threat(Threat.Who.ME, Threat.When.HOURS, null)),
                        alert(AlertState.DELIVERED, null, PartnerAlert.State.DELIVERED),
                        "safe-house"));
    }

    @ParameterizedTest
    @EnumSource(
            value = AlertState.class,
            names = {"RESOLVED", "EXPIRED", "CANCELLED"})
    void nothing_goes_with_an_alert_that_is_over(AlertState over) {
        refused(
                "alert-over",
                () -> DetailsGate.requireOpen(
                        danger(ALERT, true, true), alert(over, null, PartnerAlert.State.DELIVERED), "safe-house"));
    }

    @Test
    void nothing_goes_with_an_alert_that_was_called_off_a_moment_ago() {
        refused(
                "alert-over",
                () -> DetailsGate.requireOpen(
                        danger(ALERT, true, true),
                        alert(AlertState.DELIVERED, Decision.CANCELLED, PartnerAlert.State.DELIVERED),
                        "safe-house"));
    }

    @Test
    void nothing_goes_to_a_partner_that_was_not_told_or_turned_it_down() {
        refused(
                "not-told",
                () -> DetailsGate.requireOpen(
                        danger(ALERT, true, true),
                        alert(AlertState.OPEN, null, PartnerAlert.State.PENDING),
                        "elsewhere"));
        refused(
                "not-told",
                () -> DetailsGate.requireOpen(
                        danger(ALERT, true, true),
                        alert(AlertState.OPEN, null, PartnerAlert.State.DECLINED),
                        "safe-house"));
    }

    @Test
    void nothing_goes_without_an_alert() {
        refused("no-alert", () -> DetailsGate.requireOpen(danger(null, true, true), null, "safe-house"));
    }

    @Test
    void they_are_sealed_to_the_key_that_the_partner_has_now() {
        refused("other-key", () -> DetailsGate.requireKey("age1pq1new", null, "age1pq1old"));
        refused("other-key", () -> DetailsGate.requireKey(null, null, "age1pq1old"));
        refused("key-not-heard", () -> DetailsGate.requireKey("age1pq1old", "age1pq1heard", "age1pq1old"));
        DetailsGate.requireKey("age1pq1old", null, "age1pq1old");
        DetailsGate.requireKey("age1pq1old", "age1pq1old", "age1pq1old");
    }

    private static void refused(String problem, ThrowingCallable asked) {
        assertThatThrownBy(asked)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().type()).isEqualTo("/problems/" + problem));
    }

    private static ReportedDanger danger(@Nullable UUID alertId, boolean alert, boolean details) {
        return new ReportedDanger(
                alertId,
                new Threat(Threat.Who.ME, Threat.When.HOURS, null),
                false,
                new Consents(alert, details),
                false,
                "en",
                null);
    }

    private static AlertView alert(AlertState state, @Nullable Decision decision, PartnerAlert.State partner) {
        PartnerAlert told = new PartnerAlert(
                "safe-house", partner, 1, Instant.parse("2026-11-24T10:00:00Z"), null, null, null, null);
        return new AlertView(
                ALERT, Basis.SOURCE_ASSERTED, state, decision, null, null, false, false, false, List.of(told));
    }
}
