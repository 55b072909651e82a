package org.penah.triage.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;

@QuarkusTest
class PartnersTest {

    private static final Browser RAUF = Browser.of("rauf");

    @Inject
    FarEnds farEnds;

    @Inject
    MeterRegistry meters;

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
    void credentials_that_an_older_version_kept_are_read() {
        // Given
        byte[] kept = new String(Contracts.sample("partner-changed"), StandardCharsets.UTF_8)
                .replace("\"credentials\"", "\"handOver\"")
                .getBytes(StandardCharsets.UTF_8);

        // When
        String written = Contracts.roundTrip(kept, PartnerChanged.class);

        // Then
        assertThat(Json.of(written)).isEqualTo(sample("partner-changed"));
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
        assertThat(named("order-one").path("faults")).isEqualTo(Json.of("[\"silent\"]"));
        assertThat(named("order-one").path("drill").path("seconds").asInt()).isEqualTo(74);
        assertThat(channel().at("/partners/0/faults")).isNotEmpty();
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

    @Test
    void the_desk_sees_when_a_test_tip_last_went_the_whole_way_and_that_none_has_for_long() throws Exception {
        // Given
        LocalPostgres.asOwner("delete from canary");
        farEnds.sendFromNotify(told("canary.changed", "{\"revision\":7,\"missed\":0,\"alarm\":false}"));
        await().atMost(Desk.LIMIT).until(() -> !channel().at("/canary/heardAt").isMissingNode());
        assertThat(channel().at("/canary/tipHeardAt").isMissingNode()).isTrue();
        assertThat(channel().at("/canary/tipLate").asBoolean()).isFalse();
        String now = DateTimeFormatter.ISO_INSTANT.format(Instant.now().truncatedTo(ChronoUnit.HOURS));

        // When
        farEnds.sendFromNotify(told(
                "canary.changed",
                "{\"revision\":8,\"missed\":0,\"alarm\":false,\"tipHeardAt\":\"%s\"}".formatted(now)));

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> channel().at("/canary/tipHeardAt").asText().equals(now));
        assertThat(channel().at("/canary/tipLate").asBoolean()).isFalse();

        // When
        LocalPostgres.asOwner("update canary set tip_heard = tip_heard - interval '135 minutes'");

        // Then
        assertThat(channel().at("/canary/tipLate").asBoolean()).isTrue();
        LocalPostgres.asOwner("delete from canary");
    }

    @Test
    void the_desk_sees_when_it_last_heard_of_test_alerts_and_that_it_hears_of_none() throws Exception {
        // Given
        LocalPostgres.asOwner("delete from canary");
        assertThat(channel().at("/canary/heardAt").isMissingNode()).isTrue();

        // When
        farEnds.sendFromNotify(told("canary.changed", "{\"revision\":7,\"missed\":0,\"alarm\":false}"));

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> channel().at("/canary/heardAt").asText().endsWith(":00Z"));
        assertThat(channel().at("/canary/late").asBoolean()).isFalse();

        // When
        LocalPostgres.asOwner("update canary set heard_at = heard_at - interval '17 minutes'");

        // Then
        assertThat(channel().at("/canary/late").asBoolean()).isTrue();
        LocalPostgres.asOwner("delete from canary");
    }

    @Test
    void one_forged_word_is_corrected_by_the_next_honest_one() {
        // Given
        farEnds.sendFromNotify(partner("forged", 1_000_000_000, "[]"));
        farEnds.sendFromNotify(told("canary.changed", "{\"revision\":1000000000,\"missed\":0,\"alarm\":false}"));
        await().atMost(Desk.LIMIT).until(() -> !named("forged").isMissingNode());

        // When
        farEnds.sendFromNotify(partner("forged", 2, "[\"silent\"]"));
        farEnds.sendFromNotify(told("canary.changed", "{\"revision\":20,\"missed\":4,\"alarm\":true}"));

        // Then
        await().atMost(Desk.LIMIT).until(() -> named("forged").path("faults").size() == 1);
        await().atMost(Desk.LIMIT).until(() -> channel().at("/canary/missed").asInt() == 4);
    }

    @Test
    void a_partner_and_a_canary_that_cannot_be_read_hide_no_other() throws SQLException {
        // Given
        farEnds.sendFromNotify(partner("broken", 1, "[]"));
        farEnds.sendFromNotify(partner("newer", 1, "[]"));
        farEnds.sendFromNotify(told("canary.changed", "{\"revision\":21,\"missed\":0,\"alarm\":false}"));
        await().atMost(Desk.LIMIT).until(() -> !named("newer").isMissingNode());

        // When
        LocalPostgres.asOwner("update partner set facts = '{' where name = 'broken'");
        LocalPostgres.asOwner(
                "update partner set facts = replace(facts, '\"tier\"', '\"new\":1,\"tier\"') where name = 'newer'");
        LocalPostgres.asOwner("update canary set alarm = true where missed = 0");

        // Then
        assertThat(named("broken").isMissingNode()).isTrue();
        assertThat(named("newer").isMissingNode()).isFalse();
        assertThat(channel().at("/canary/alarm").asBoolean()).isTrue();
        assertThat(meters.get("penah.desk.rows.unreadable").gauge().value()).isGreaterThanOrEqualTo(2);
        LocalPostgres.asOwner("update canary set alarm = false");
        LocalPostgres.asOwner("delete from partner where name in ('broken', 'newer', 'forged')");
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

    private static byte[] partner(String name, int revision, String faults) {
        String data = sample("partner-changed")
                .path("data")
                .toString()
                .replace("\"safe-house\"", "\"" + name + "\"")
                .replace("\"revision\":4", "\"revision\":" + revision)
                .replace("[\"silent\",\"refuses\"]", faults);
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
