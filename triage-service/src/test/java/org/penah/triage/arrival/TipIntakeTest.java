package org.penah.triage.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.LocalBroker;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class TipIntakeTest {

    @Inject
    FarEnds farEnds;

    @Inject
    Desk desk;

    @Test
    void a_tip_that_intake_tells_of_is_at_the_desk() {
        // Given
        Sent tip = Sent.danger("2026-11-24T10:10:00Z");

        // When
        desk.receive(tip);

        // Then
        assertThat(Browser.of("aysel").get(Desk.path(tip)).body())
                .contains(
                        "\"lane\":\"imminent\"",
                        "\"threat\":{\"who\":\"me\",\"when\":\"hours\",\"region\":\"145\"}",
                        "\"dueBy\":\"2026-11-24T10:10:00Z\"",
                        "\"state\":\"open\"",
                        "\"partners\":[]")
                .doesNotContain(tip.blobId().toString());
    }

    @ParameterizedTest
    @CsvSource({"hours,imminent", "days,urgent"})
    void what_a_source_adds_to_a_danger_is_in_its_lane_and_has_a_clock_and_no_alert(String when, String lane) {
        // Given
        Sent tip = Sent.addition(when, "2026-11-24T10:10:00Z");

        // When
        desk.receive(tip);

        // Then
        assertThat(Browser.of("aysel").get(Desk.path(tip)).body())
                .contains("\"lane\":\"" + lane + "\"", "\"dueBy\":\"2026-11-24T10:10:00Z\"")
                .doesNotContain("\"alert\":{");
    }

    @Test
    void a_tip_told_of_again_changes_nothing() {
        // Given
        Sent tip = Sent.routine();
        farEnds.sendFromIntake(tip.event());
        long deadLetters = LocalBroker.deadLetters();

        // When
        farEnds.sendFromIntake(tip.event());
        farEnds.sendFromIntake(tip.again().event());

        // Then
        desk.receive(Sent.routine());
        assertThat(LocalPostgres.column("select count(*) from tip where tip_id = '" + tip.tipId() + "'"))
                .isEqualTo(List.of("1"));
        assertThat(LocalBroker.deadLetters()).isEqualTo(deadLetters);
    }

    @Test
    void a_tip_waits_for_a_database_that_is_away() {
        // Given
        Sent tip = Sent.routine();
        LocalPostgres.goAway();

        // When
        try {
            farEnds.sendFromIntake(tip.event());
        } finally {
            LocalPostgres.comeBack();
        }

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> Browser.of("aysel").get(Desk.path(tip)).statusCode() == 200);
    }

    @Test
    void an_event_that_is_not_valid_goes_to_the_dead_letters() {
        // Given
        long before = LocalBroker.deadLetters();

        // When a due time is finer than five minutes
        farEnds.sendFromIntake(Sent.danger("2026-11-24T10:12:00Z").event());

        // Then
        await().atMost(Desk.LIMIT).until(() -> LocalBroker.deadLetters() == before + 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/intake", "/notify"})
    void what_only_notify_may_say_the_edge_says_in_vain(String source) {
        // Given
        Sent tip = Sent.danger("2026-11-24T10:10:00Z");
        desk.receive(tip);
        long before = LocalBroker.deadLetters();

        // When
        farEnds.sendFromIntake(
                """
                {"specversion":"1.0","id":"%s","source":"%s","type":"org.penah.alert.changed.v1",
                "datacontenttype":"application/json","data":{"alertId":"%s","revision":1,"state":"resolved",
                "basis":"source-asserted","partners":[]}}""".formatted(UUID.randomUUID(), source, tip.alertId()).getBytes(StandardCharsets.UTF_8));

        // Then
        await().atMost(Desk.LIMIT).until(() -> LocalBroker.deadLetters() == before + 1);
        assertThat(Browser.of("aysel").get(Desk.path(tip)).body()).contains("\"state\":\"open\"");
    }
}
