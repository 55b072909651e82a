package org.penah.triage.tip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.outbox.EventJson;
import org.penah.triage.Contracts;
import org.penah.triage.Json;

class TipReceivedTest {

    @ParameterizedTest
    @ValueSource(strings = {"tip-received", "tip-received-danger", "tip-received-device"})
    void a_sample_of_the_contract_survives_our_record(String name) {
        // Given
        byte[] sample = Contracts.sample(name);

        // When
        String written = Contracts.roundTrip(sample, TipReceived.class);

        // Then
        assertThat(Json.of(written)).isEqualTo(Json.of(new String(sample, StandardCharsets.UTF_8)));
        assertThat(Contracts.violations("tip-received.v1", written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "T10:15:00Z|T10:14:00Z",
                "\"epoch\": 1|\"epoch\": 0",
                "\"queue\": \"threat\"|\"queue\": \"../threat\"",
                "\"language\": \"en\"|\"language\": \"xx\"",
                "\"sizeClass\": 65536|\"sizeClass\": 65535",
                "\"region\": \"145\"|\"region\": \"Baku\"",
                "\"alert\": true|\"alert\": false",
                "\"who\": \"unspecified\"|\"who\": \"none\"",
                "\"sealing\": \"server\"|\"sealing\": 0",
            })
    void what_the_contract_forbids_is_refused_without_being_quoted(String good, String bad) {
        // Given
        String sample = new String(Contracts.sample("tip-received-danger"), StandardCharsets.UTF_8);
        String spoilt = sample.replace(good.strip(), bad.strip());

        // When
        assertThatThrownBy(() -> EventJson.read(spoilt.getBytes(StandardCharsets.UTF_8), TipReceived.class))
                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("the event cannot be read: ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"flood\": true|\"flood\": false",
                "\"sealing\": \"device\"|\"sealing\": \"server\"",
                "\"replyTo\": \"age1pq1|\"replyTo\": \"age1",
            })
    void what_the_contract_forbids_beside_a_flood_and_a_device_is_refused(String good, String bad) {
        // Given
        String sample = new String(Contracts.sample("tip-received-device"), StandardCharsets.UTF_8);
        String spoilt = sample.replace(good.strip(), bad.strip());

        // When
        assertThatThrownBy(() -> EventJson.read(spoilt.getBytes(StandardCharsets.UTF_8), TipReceived.class))
                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the event cannot be read: ");
    }

    @Test
    void a_sample_without_its_threat_is_refused() {
        // Given
        String sample = new String(Contracts.sample("tip-received"), StandardCharsets.UTF_8);
        String spoilt = sample.replaceFirst("(?s)\"threat\": \\{.*?\\},", "");

        // When
        assertThatThrownBy(() -> EventJson.read(spoilt.getBytes(StandardCharsets.UTF_8), TipReceived.class))
                // Then
                .isInstanceOf(IllegalArgumentException.class);
    }
}
