package org.penah.notify.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.outbox.CloudEvent;
import org.penah.outbox.EventJson;

/** Our records are the contract's, in either direction. */
class ContractTest {

    private static final Path CONTRACTS = Path.of("..", "docs", "contracts");
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Stream<Arguments> events() {
        return Stream.of(
                Arguments.of("alert-asserted", AlertAsserted.class, AlertAsserted.TYPE),
                Arguments.of("alert-withdrawn", AlertWithdrawn.class, AlertWithdrawn.TYPE),
                Arguments.of("alert-decided", AlertDecided.class, AlertDecided.TYPE),
                Arguments.of("alert-decided-orphaned", AlertDecided.class, AlertDecided.TYPE),
                Arguments.of("alert-changed", AlertChanged.class, AlertChanged.TYPE),
                Arguments.of("alert-telephoned", AlertTelephoned.class, AlertTelephoned.TYPE),
                Arguments.of("partner-changed", PartnerChanged.class, PartnerChanged.TYPE),
                Arguments.of("partner-decided", PartnerDecided.class, PartnerDecided.TYPE),
                Arguments.of("drill-ordered", DrillOrdered.class, DrillOrdered.TYPE),
                Arguments.of("staff-called", StaffCalled.class, StaffCalled.TYPE),
                Arguments.of("staff-called-over", StaffCalled.class, StaffCalled.TYPE),
                Arguments.of("details-approved", DetailsApproved.class, DetailsApproved.TYPE),
                Arguments.of("details-changed", DetailsChanged.class, DetailsChanged.TYPE),
                Arguments.of("canary-changed", CanaryChanged.class, CanaryChanged.TYPE),
                Arguments.of("alert-answered", AlertAnswered.class, AlertAnswered.TYPE),
                Arguments.of("alert-unanswered", AlertAnswered.class, AlertAnswered.TYPE));
    }

    @Test
    void an_alert_to_a_thousand_partners_is_one_event_however_long_their_names_are() {
        // Given
        Instant minute = Instant.parse("2026-11-29T10:05:00Z");
        AlertChanged changed = new AlertChanged(
                UUID.randomUUID(),
                1_000_000_000,
                AlertState.ACKNOWLEDGED,
                Basis.SOURCE_ASSERTED,
                IntStream.range(0, 1000)
                        .mapToObj(i -> new AlertChanged.PartnerReport(
                                "a".repeat(27) + "%04d".formatted(i),
                                PartnerAlertState.ACKNOWLEDGED,
                                1_000_000_000,
                                minute,
                                minute,
                                true,
                                true,
                                true))
                        .toList(),
                true,
                "Exercise",
                1_000_000_000,
                true,
                new Threat(Threat.Who.SOMEONE_ELSE, Threat.When.HOURS, "145"),
                1_000_000_000);

        // When
        byte[] event = EventJson.write(
                new CloudEvent<>("1.0", UUID.randomUUID(), "/notify", AlertChanged.TYPE, "application/json", changed));

        // Then
        assertThat(EventJson.read(event, AlertChanged.class).data().partners()).hasSize(1000);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("events")
    void a_sample_survives_our_records(String name, Class<?> record, String type) throws IOException {
        // Given
        byte[] sample = Files.readAllBytes(CONTRACTS.resolve("samples/" + name + ".json"));

        // When
        var event = EventJson.read(sample, record);

        // Then
        JsonNode written = MAPPER.readTree(EventJson.write(event));
        assertThat(event.type()).isEqualTo(type);
        assertThat(written).isEqualTo(MAPPER.readTree(sample));
        String schema = type.substring("org.penah.".length()).replaceFirst("\\.", "-") + ".schema.json";
        assertThat(JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(Files.readString(CONTRACTS.resolve(schema)))
                        .validate(written))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"region\": \"145\"|\"region\": \"near the harbour\"",
                "\"who\": \"unspecified\"|\"who\": \"none\"",
                "\"who\": \"unspecified\"|\"who\": 0",
                "\"when\": \"hours\",|",
                "T10:15:00Z|T10:16:00Z",
                "T10:15:00Z|T10:15:01Z",
                "\"en\"|\"xx\"",
                "\"en\"|\"en\", \"en\"",
                "\"en\"|",
                "\"details\": false|\"details\": null",
                "\"details\": false|\"name\": \"somebody\"",
                "\"dueBy\"|\"flood\": false, \"dueBy\"",
                "-4d8e-|-1d8e-"
            })
    void anything_else_is_refused(String change) throws IOException {
        // Given
        String sample = Files.readString(CONTRACTS.resolve("samples/alert-asserted.json"));
        String[] parts = change.split("\\|", 2);
        String altered = sample.replace(parts[0], parts[1]);

        // When
        assertThatThrownBy(() -> EventJson.read(altered.getBytes(StandardCharsets.UTF_8), AlertAsserted.class))
                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("harbour");
    }
}
