package org.penah.triage.tip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.LocalBroker;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

/** Times and numbers that no honest service sends. */
@QuarkusTest
class BoundsTest {

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @ParameterizedTest
    @CsvSource({
        "tip-received-danger, 2026-11-24T10:15:00Z, -300000-01-01T00:00:00Z",
        "tip-received-danger, 2026-11-24T10:15:00Z, +300000-01-01T00:00:00Z",
        "tip-received-danger, 2026-11-24T10:15:00Z, 9999-01-01T00:00:00Z",
        "tip-received-danger, '\"2026-11-24\"', '\"+300000-01-01\"'",
        "tip-received-danger, '\"2026-11-24\"', '\"2100-01-01\"'",
        "tip-received-danger, '\"2026-11-24\"', '\"2025-12-31\"'",
        "tip-received-danger, '\"epoch\": 1', '\"epoch\": 2147483647'",
        "tip-received-danger, '\"sizeClass\": 65536', '\"sizeClass\": 9223372036854775807'",
        "reply-read, 2026-11-24, +300000-01-01",
        "alert-changed, '\"revision\": 3', '\"revision\": 2147483647'",
        "alert-changed, 2026-11-24T10:06:00Z, +300000-01-01T00:00:00Z",
        "alert-changed, '\"attempts\": 1', '\"attempts\": 2147483647'",
        "canary-changed, '\"revision\": 7', '\"revision\": 2147483647'",
        "canary-changed, '\"missed\": 2', '\"missed\": 2147483647'",
        "canary-changed, '\"alarm\": true', '\"alarm\": false'",
        "partner-changed, '\"revision\": 4', '\"revision\": 2147483647'",
        "partner-changed, '\"version\": 2', '\"version\": 2147483647'",
        "partner-changed, 2026-11-20, +300000-01-01",
        "details-changed, 2026-11-24, +300000-01-01",
    })
    void goes_to_the_dead_letters_and_what_is_behind_it_goes_on(String sample, String honest, String hostile) {
        // Given
        String text = new String(Contracts.sample(sample), StandardCharsets.UTF_8)
                .replaceFirst("\"id\": \"[^\"]+\"", "\"id\": \"" + UUID.randomUUID() + "\"")
                .replaceFirst("\"tipId\": \"[^\"]+\"", "\"tipId\": \"" + UUID.randomUUID() + "\"");
        assertThat(text).contains(honest);
        byte[] event = text.replace(honest, hostile).getBytes(StandardCharsets.UTF_8);
        long before = LocalBroker.deadLetters();

        // When
        if (text.contains("\"/intake\"")) {
            farEnds.sendFromIntake(event);
        } else {
            farEnds.sendFromNotify(event);
        }

        // Then
        desk.receive(Sent.routine());
        await().atMost(Desk.LIMIT).until(() -> LocalBroker.deadLetters() == before + 1);
        assertThat(Browser.of("aysel").get("/api/tips").statusCode()).isEqualTo(200);
    }

    @Test
    void a_sender_whose_clock_is_ahead_is_heard_and_waits_no_longer_for_that() {
        // When
        Sent tip = desk.receive(Sent.danger("2031-01-01T00:00:00Z").on("2031-01-01"));

        // Then
        assertThat(desk.view(tip).path("day").asText()).isEqualTo("2026-11-24");
        assertThat(desk.view(tip).path("dueBy").asText()).isEqualTo("2026-12-02T10:05:00Z");
    }

    @Test
    void one_forged_state_of_an_alert_is_corrected_by_the_next_honest_one() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        farEnds.sendFromNotify(tip.alertIs("resolved", 1_000_000_000));
        await().atMost(Desk.LIMIT).until(() -> state(tip).equals("resolved"));

        // When
        farEnds.sendFromNotify(tip.alertIs("unanswered", 2));

        // Then
        await().atMost(Desk.LIMIT).until(() -> state(tip).equals("unanswered"));

        // When one comes late
        farEnds.sendFromNotify(tip.alertIs("delivered", 1));
        farEnds.sendFromNotify(tip.alertIs("acknowledged", 3));

        // Then
        await().atMost(Desk.LIMIT).until(() -> state(tip).equals("acknowledged"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update tip set due_by = '282000-01-01Z' where due_by is not null",
                "update tip set due_by = '2020-01-01Z' where due_by is not null",
                "update tip set day = '9999-01-01'",
                "update tip set day = 'infinity'",
                "update tip set epoch = 2147483647",
                "update tip set size_class = 9223372036854775807",
                "update alert set revision = 2147483647",
                "insert into partner (name, revision, facts) values ('x', 2147483647, '')",
                "insert into canary (revision, missed, alarm) values (2147483647, 0, false)"
            })
    void the_database_keeps_none_either(String sql) {
        // Given
        desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        assertThatThrownBy(() -> LocalPostgres.asOwner(sql))
                // Then
                .hasMessageContaining("_check");
    }

    private String state(Sent tip) {
        return desk.view(tip).at("/alert/state").asText();
    }
}
