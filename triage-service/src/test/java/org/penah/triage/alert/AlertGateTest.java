package org.penah.triage.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.outbox.CloudEvent;
import org.penah.outbox.EventJson;
import org.penah.triage.Contracts;
import org.penah.triage.Json;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.Threat;

class AlertGateTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:03:20Z");
    private static final UUID ALERT = UUID.fromString("6a1f0c7e-3b52-4d8e-9c41-2f7d5e8b9a10");
    private static final Threat DANGER = new Threat(Threat.Who.ME, Threat.When.HOURS, "145");

    @Test
    void what_is_decided_is_the_sample_of_the_contract() {
        // Given
        ReportedDanger danger = new ReportedDanger(
                ALERT,
                DANGER,
                false,
                new Consents(true, false),
                false,
                "en",
                "8nwGwO5euHT9zLXAq_afj56-B20Svj_xoy5F37pc8Jw");

        // When
        AlertDecided decided = AlertGate.decide(danger, AlertDecided.Instruction.CONFIRMED, NOW)
                .numbered(1);

        // Then
        String event = new String(
                EventJson.write(new CloudEvent<>(
                        "1.0", UUID.randomUUID(), "/triage", AlertDecided.TYPE, "application/json", decided)),
                StandardCharsets.UTF_8);
        String sample = new String(Contracts.sample("alert-decided"), StandardCharsets.UTF_8);
        assertThat(Json.of(event).path("data")).isEqualTo(Json.of(sample).path("data"));
        assertThat(Contracts.violations("alert-decided.v1", event)).isEmpty();
    }

    @Test
    void a_sample_of_what_changed_survives_our_record() {
        // Given
        byte[] sample = Contracts.sample("alert-changed");

        // When
        String written = Contracts.roundTrip(sample, AlertChanged.class);

        // Then
        assertThat(Json.of(written)).isEqualTo(Json.of(new String(sample, StandardCharsets.UTF_8)));
        assertThat(Contracts.violations("alert-changed.v1", written)).isEmpty();
    }

    @Test
    void the_sample_of_a_telephone_call_is_what_we_send() {
        // Given
        byte[] sample = Contracts.sample("alert-telephoned");

        // When
        String written = Contracts.roundTrip(sample, AlertTelephoned.class);

        // Then
        assertThat(Json.of(written)).isEqualTo(Json.of(new String(sample, StandardCharsets.UTF_8)));
        assertThat(Contracts.violations("alert-telephoned.v1", written)).isEmpty();
    }

    @Test
    void without_a_threat_there_is_nothing_to_decide() {
        // Given
        Threat none = new Threat(Threat.Who.NONE, null, null);
        ReportedDanger danger = new ReportedDanger(null, none, false, new Consents(true, true), false, "az", null);

        // When
        assertThatThrownBy(() -> AlertGate.decide(danger, AlertDecided.Instruction.CONFIRMED, NOW))
                // Then
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().type()).isEqualTo("/problems/no-threat"));
    }

    @Test
    void without_consent_no_alert_goes_out_even_if_one_has_an_id() {
        // Given
        ReportedDanger danger = new ReportedDanger(ALERT, DANGER, false, new Consents(false, true), false, "az", null);

        // When
        assertThatThrownBy(() -> AlertGate.decide(danger, AlertDecided.Instruction.CONFIRMED, NOW))
                // Then
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.problem().type()).isEqualTo("/problems/no-consent"));
    }

    @Test
    void an_alert_can_be_called_off_after_its_consent_was_withdrawn() {
        // Given
        ReportedDanger danger = new ReportedDanger(ALERT, DANGER, false, new Consents(false, false), false, "az", null);

        // When
        AlertDecided decided = AlertGate.decide(danger, AlertDecided.Instruction.CANCELLED, NOW);

        // Then
        assertThat(decided.alertId()).isEqualTo(ALERT);
        assertThat(decided.consents().details()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN,         ,          CONFIRMED, true",
        "ACKNOWLEDGED, ,          CONFIRMED, true",
        "OPEN,         ,          CANCELLED, true",
        "DELIVERED,    CONFIRMED, CANCELLED, true",
        "OPEN,         CONFIRMED, CONFIRMED, false",
        "RESOLVED,     CONFIRMED, CONFIRMED, true",
        "RESOLVED,     ,          CONFIRMED, true",
        "RESOLVED,     CONFIRMED, CANCELLED, true",
        "EXPIRED,      CONFIRMED, CONFIRMED, true",
        "OPEN,         CANCELLED, CANCELLED, false",
        "CANCELLED,    ,          CANCELLED, false",
    })
    void only_what_changes_something_is_news(
            AlertState state, @Nullable Decision before, Decision decision, boolean news) {
        // When
        boolean isNews = AlertGate.isNews(state, before, decision);

        // Then
        assertThat(isNews).isEqualTo(news);
    }

    @ParameterizedTest
    @CsvSource({"OPEN, CANCELLED", "CANCELLED, ", "CANCELLED, CANCELLED"})
    void what_was_called_off_stays_so(AlertState state, @Nullable Decision before) {
        // When
        assertThatThrownBy(() -> AlertGate.isNews(state, before, Decision.CONFIRMED))
                // Then
                .isInstanceOf(ProblemException.class);
    }
}
