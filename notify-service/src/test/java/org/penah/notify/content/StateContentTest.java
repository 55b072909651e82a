package org.penah.notify.content;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.penah.notify.alert.MessageType;
import org.penah.notify.delivery.Message;
import org.penah.notify.delivery.OpenAlert;
import org.penah.notify.delivery.OpenAlerts;
import org.penah.notify.event.Basis;
import org.penah.notify.event.Threat;
import org.penah.sealing.age.HybridIdentity;

class StateContentTest {

    private static final Instant TIME = Instant.parse("2026-11-24T10:00:00Z");
    private static final String LONGEST_NAME = "a".repeat(31);

    @Test
    void what_does_not_fit_waits_and_is_counted() {
        // Given
        List<OpenAlert> openAlerts =
                Stream.generate(StateContentTest::open).limit(40).toList();

        // When
        StateContent content = StateContent.pack(new OpenAlerts(openAlerts, 40, 0), LONGEST_NAME, 10)
                .content();

        // Then as many as fit are there, in their order, and what is sealed has its size
        assertThat(content.alerts()).hasSizeBetween(6, 12);
        assertThat(content.waiting()).isEqualTo(40 - content.alerts().size());
        assertThat(content.alerts())
                .extracting(AlertContent::id)
                .isEqualTo(openAlerts.stream()
                        .limit(content.alerts().size())
                        .map(OpenAlert::partnerAlertId)
                        .toList());
        assertThat(SealedBody.of(content, HybridIdentity.generate().recipient()))
                .hasSize(SealedBody.BYTES);
    }

    @Test
    void what_may_not_leave_is_left_out_and_holds_up_no_other() {
        // Given
        OpenAlert clean = open();
        OpenAlert leaking = open(new OpenAlert.Heard(0, 0, null, false), null, List.of("xx"));
        OpenAlert tooLong = open(2000, new OpenAlert.Heard(0, 0, null, false), null, List.of("az"));

        // When
        StateContent.Packed packed =
                StateContent.pack(new OpenAlerts(List.of(leaking, tooLong, clean), 3, 0), "safe-house", 10);

        // Then
        assertThat(packed.told()).containsExactly(clean);
        assertThat(packed.content().alerts()).extracting(AlertContent::id).containsExactly(clean.partnerAlertId());
        assertThat(packed.withheld()).isTrue();
        assertThat(packed.content().waiting())
                .as("a state without it would call them over")
                .isEqualTo(2);
        assertThat(StateContent.pack(new OpenAlerts(List.of(tooLong), 1, 0), "safe-house", 10)
                        .withheld())
                .isTrue();
    }

    @Test
    void is_what_the_contract_says() throws Exception {
        assertThat(faults(StateContent.pack(new OpenAlerts(List.of(open()), 1, 0), "safe-house", 10)
                        .content()))
                .isEmpty();
        assertThat(faults(StateContent.pack(
                                new OpenAlerts(
                                        Stream.generate(StateContentTest::ofAFlood)
                                                .limit(40)
                                                .toList(),
                                        4000,
                                        3990),
                                "safe-house",
                                60)
                        .content()))
                .isEmpty();
        assertThat(faults(StateContent.pack(new OpenAlerts(List.of(), 0, 0), "safe-house", 5)
                        .content()))
                .isEmpty();
        assertThat(faults(StateContent.ofTrouble("safe-house", 5))).isEmpty();
        assertThat(faults(StateContent.pack(new OpenAlerts(List.of(), 0, 0), "Safe House", 5)
                        .content()))
                .isNotEmpty();
    }

    private static java.util.Set<?> faults(StateContent content) throws Exception {
        String json = JsonMapper.builder()
                .addModule(new JavaTimeModule())
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .build()
                .writeValueAsString(content);
        return JsonSchemaFactory.getInstance(
                        SpecVersion.VersionFlag.V202012,
                        builder -> builder.schemaMappers(mappers -> mappers.mappings(java.util.Map.of(
                                "urn:penah:partner:alert:v1",
                                Path.of("../docs/contracts/partner-alert.v1.schema.json")
                                        .toUri()
                                        .toString()))))
                .getSchema(java.nio.file.Files.readString(Path.of("../docs/contracts/partner-state.v1.schema.json")))
                .validate(json, InputFormat.JSON);
    }

    private static OpenAlert open() {
        return open(new OpenAlert.Heard(0, 0, null, false), null);
    }

    private static OpenAlert ofAFlood() {
        return open(new OpenAlert.Heard(2, 7, TIME, true), 3990);
    }

    private static OpenAlert open(OpenAlert.Heard heard, Integer flood) {
        return open(heard, flood, List.of("az", "en", "ru", "tr", "fa"));
    }

    private static OpenAlert open(OpenAlert.Heard heard, Integer flood, List<String> languages) {
        return open(3, heard, flood, languages);
    }

    private static OpenAlert open(int seq, OpenAlert.Heard heard, Integer flood, List<String> languages) {
        return new OpenAlert(
                UUID.randomUUID(),
                UUID.randomUUID(),
                new Message(
                        seq,
                        MessageType.UPDATE,
                        "Actual",
                        Basis.SOURCE_ASSERTED,
                        false,
                        Threat.When.HOURS,
                        "145",
                        false,
                        true,
                        null,
                        languages,
                        TIME,
                        TIME,
                        TIME),
                0,
                true,
                heard,
                flood);
    }
}
