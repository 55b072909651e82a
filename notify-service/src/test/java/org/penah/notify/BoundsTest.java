package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.Consents;
import org.penah.notify.event.Threat;

/** Times and numbers that no honest service sends. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class BoundsTest {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    MeterRegistry meters;

    @ParameterizedTest
    @CsvSource({
        "alert-asserted, 2026-11-24T10:15:00Z, +300000-01-01T00:00:00Z",
        "alert-asserted, 2026-11-24T10:15:00Z, -300000-01-01T00:00:00Z",
        "alert-asserted, 2026-11-24T10:15:00Z, 9999-01-01T00:00:00Z",
        "alert-asserted, 2026-11-24T10:15:00Z, 2025-12-31T23:55:00Z",
        "alert-decided, 2026-11-24T10:15:00Z, +300000-01-01T00:00:00Z",
        "alert-decided, 2026-11-24T10:15:00Z, 2100-01-01T00:00:00Z",
        "partner-decided, '\"version\": 2', '\"version\": 2147483647'",
        "partner-decided, '\"version\": 2', '\"version\": 0'",
    })
    void goes_to_the_dead_letters_and_what_is_behind_it_goes_on(String sample, String honest, String hostile)
            throws IOException {
        // Given
        String text = Files.readString(Path.of("..", "docs", "contracts", "samples", sample + ".json"));
        JsonNode event = MAPPER.readTree(text.replace(honest, hostile));
        assertThat(event).isNotEqualTo(MAPPER.readTree(text));
        double before = rejected();

        // When
        broker.send(event.path("source").asText(), event.path("type").asText(), event.path("data"));

        // Then
        UUID next = assertBySource(Instant.parse("2026-11-24T10:15:00Z"));
        await().until(() -> database.number("select count(*) from alert where id = ?", next) == 1);
        await().until(() -> rejected() == before + 1);
    }

    @Test
    void a_due_time_behind_the_alerts_end_is_its_end() {
        // When a sender's clock is years ahead
        UUID alertId = assertBySource(Instant.parse("2031-01-01T00:00:00Z"));

        // Then
        await().until(() ->
                database.number("select count(*) from alert where id = ? and acknowledge_by = expires", alertId) == 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update alert set acknowledge_by = 'infinity'",
                "update alert set acknowledge_by = '-infinity'",
                "update alert set revision = 2147483647",
                "update partner set version = 2147483647",
                "update partner set revision = 2147483647",
            })
    void the_database_keeps_none_either(String sql) {
        // Given
        UUID alertId = assertBySource(Instant.parse("2026-11-24T10:15:00Z"));
        await().until(() -> database.number("select count(*) from alert where id = ?", alertId) == 1);

        // When
        assertThatThrownBy(() -> database.execute(sql))
                // Then
                .hasMessageContaining("_check");
    }

    private UUID assertBySource(Instant dueBy) {
        UUID alertId = UUID.randomUUID();
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(
                        alertId,
                        new Threat(Threat.Who.ME, Threat.When.HOURS, null),
                        new Consents(false),
                        List.of("en"),
                        dueBy,
                        null,
                        null,
                        null));
        return alertId;
    }

    private double rejected() {
        return meters.counter("penah.inbox.rejected").count();
    }
}
