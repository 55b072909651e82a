package org.penah.triage.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;

@QuarkusTest
class PartnersTest {

    private static final Browser RAUF = Browser.of("rauf");

    @Inject
    FarEnds farEnds;

    @ParameterizedTest
    @CsvSource({
        "partner-changed, org.penah.triage.partner.PartnerChanged",
        "canary-changed, org.penah.triage.partner.CanaryChanged"
    })
    void a_sample_of_the_contract_is_read_and_written_as_it_is(String sample, Class<?> dataType) {
        // When
        String written = Contracts.roundTrip(Contracts.sample(sample), dataType);

        // Then
        assertThat(Json.of(written)).isEqualTo(sample(sample));
    }

    @Test
    void the_desk_sees_the_partner_as_it_was_last_told_of_in_whatever_order_it_comes() {
        // Given
        farEnds.sendFromNotify(partner("order-one", 3, "[\"silent\"]"));
        farEnds.sendFromNotify(partner("order-one", 2, "[]"));

        // When
        farEnds.sendFromNotify(partner("order-two", 1, "[]"));

        // Then
        await().atMost(Desk.LIMIT).until(() -> !named("order-two").isMissingNode());
        assertThat(named("order-one").path("trouble")).isEqualTo(Json.of("[\"silent\"]"));
        assertThat(named("order-one").path("drill").path("seconds").asInt()).isEqualTo(74);
        assertThat(channel().at("/partners/0/trouble")).isNotEmpty();
    }

    @Test
    void the_desk_hears_that_the_canary_is_silent() {
        // When
        farEnds.sendFromNotify(told("canary.changed", "{\"revision\":7,\"missed\":2,\"alarm\":true}"));

        // Then
        await().atMost(Desk.LIMIT).until(() -> channel().at("/canary/alarm").asBoolean());
        farEnds.sendFromNotify(told("canary.changed", "{\"revision\":6,\"missed\":0,\"alarm\":false}"));
        farEnds.sendFromNotify(told("canary.changed", "{\"revision\":8,\"missed\":3,\"alarm\":true}"));
        await().atMost(Desk.LIMIT).until(() -> channel().at("/canary/missed").asInt() == 3);
        assertThat(channel().at("/canary/alarm").asBoolean()).isTrue();
        farEnds.sendFromNotify(told("canary.changed", "{\"revision\":9,\"missed\":0,\"alarm\":false}"));
        await().atMost(Desk.LIMIT).until(() -> !channel().at("/canary/alarm").asBoolean());
    }

    private static JsonNode named(String name) {
        for (JsonNode partner : channel().path("partners")) {
            if (partner.path("name").asText().equals(name)) {
                return partner;
            }
        }
        return Json.of("{}").path("absent");
    }

    private static JsonNode channel() {
        return Json.of(RAUF.get("/api/partners"));
    }

    private static byte[] partner(String name, int revision, String trouble) {
        String data = sample("partner-changed")
                .path("data")
                .toString()
                .replace("\"safe-house\"", "\"" + name + "\"")
                .replace("\"revision\":4", "\"revision\":" + revision)
                .replace("[\"silent\",\"refuses\"]", trouble);
        return told("partner.changed", data);
    }

    private static byte[] told(String type, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"/notify","type":"org.penah.%s.v1",
                "datacontenttype":"application/json","data":%s}""".formatted(UUID.randomUUID(), type, data).getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode sample(String name) {
        return Json.of(new String(Contracts.sample(name), StandardCharsets.UTF_8));
    }
}
