package org.penah.triage.partner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;

@QuarkusTest
class DrillsTest {

    /** Who manages partners, and sees no tip. */
    private static final Browser KAMRAN = Browser.of("kamran");

    private static final Browser RAUF = Browser.of("rauf");

    @Inject
    FarEnds farEnds;

    @Test
    void a_drill_that_is_ordered_reaches_notify_once_and_stands_in_the_journal() {
        // Given
        String partner = introduced();
        UUID drillId = UUID.randomUUID();

        // When
        HttpResponse<String> ordered = order(partner, drillId);
        HttpResponse<String> again = order(partner, drillId);

        // Then
        assertThat(List.of(ordered.statusCode(), again.statusCode())).containsOnly(202);
        await().atMost(Desk.LIMIT).until(() -> !farEnds.drillsAtNotify(partner).isEmpty());
        assertThat(farEnds.drillsAtNotify(partner))
                .containsExactly(Json.of("{\"drillId\":\"%s\",\"partner\":\"%s\"}".formatted(drillId, partner)));
        assertThat(LocalPostgres.column("select who || ' ' || deed from journal where which = '" + drillId + "'"))
                .containsExactly("kamran drill.ordered");
        assertThat(known(drillId).path("state").asText()).isEqualTo("ordered");
        assertThat(known(drillId).path("orderedBy").asText()).isEqualTo("kamran");
    }

    @Test
    void the_entry_shows_that_somebody_altered_the_order() throws SQLException {
        // Given
        UUID drillId = UUID.randomUUID();
        order(introduced(), drillId);
        assertThat(Audit.differences(drillId.toString())).isEmpty();

        // When
        LocalPostgres.asOwner("update drill set partner = '" + introduced() + "' where drill_id = '" + drillId + "'");

        // Then
        assertThat(Audit.differences(drillId.toString())).containsExactly("drill.ordered altered");
    }

    @Test
    void the_event_is_that_of_the_contract() {
        // When
        String written = Contracts.roundTrip(Contracts.sample("drill-ordered"), DrillOrdered.class);

        // Then
        assertThat(Json.of(written))
                .isEqualTo(Json.of(new String(Contracts.sample("drill-ordered"), StandardCharsets.UTF_8)));
        assertThat(Contracts.violations("drill-ordered.v1", written)).isEmpty();
    }

    @Test
    void the_desk_hears_how_long_it_took_until_a_human_answered() {
        // Given
        String partner = introduced();
        UUID drillId = UUID.randomUUID();
        order(partner, drillId);

        // When
        farEnds.sendFromNotify(partner(partner, 3, drill(drillId, "answered", ",\"seconds\":74")));
        farEnds.sendFromNotify(partner(partner, 2, drill(drillId, "delivered", "")));

        // Then an older word changes nothing
        introduced();
        assertThat(known(drillId).path("state").asText()).isEqualTo("answered");
        assertThat(known(drillId).path("seconds").asInt()).isEqualTo(74);
        assertThat(Json.of(RAUF.get("/api/drills")))
                .anySatisfy(drill -> assertThat(drill.path("drillId").asText()).isEqualTo(drillId.toString()));
    }

    @Test
    void one_drill_at_a_time_is_held_with_a_partner() {
        // Given
        String partner = introduced();
        UUID first = UUID.randomUUID();
        order(partner, first);

        // When
        HttpResponse<String> second = order(partner, UUID.randomUUID());

        // Then
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(Json.of(second).path("type").asText()).isEqualTo("/problems/drill-open");
        farEnds.sendFromNotify(partner(partner, 2, drill(first, "expired", "")));
        await().atMost(Desk.LIMIT)
                .until(() -> known(first).path("state").asText().equals("expired"));
        UUID third = UUID.randomUUID();
        assertThat(order(partner, third).statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> farEnds.drillsAtNotify(partner).size() == 2);
        assertThat(farEnds.drillsAtNotify(partner))
                .extracting(drill -> drill.path("drillId").asText())
                .containsExactly(first.toString(), third.toString());
    }

    @Test
    void nobody_drills_a_partner_that_is_not_known() {
        // When
        HttpResponse<String> unknown = order("nobody-knows", UUID.randomUUID());
        String partner = introduced();
        UUID drillId = UUID.randomUUID();
        order(partner, drillId);
        HttpResponse<String> taken = order(introduced(), drillId);

        // Then
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(Json.of(taken).path("type").asText()).isEqualTo("/problems/drill-taken");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"drillId\":\"5a6b7c8d-9e0f-1a1b-8c2d-3e4f5a6b7c8d\",\"partner\":\"safe-house\"}"
            })
    void what_is_no_order_is_a_bad_request(String body) {
        // When
        HttpResponse<String> answer = KAMRAN.post("/api/drills", body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    /** The name of a partner of this test's own, once the desk has heard of it. */
    private String introduced() {
        String name = "d" + UUID.randomUUID().toString().substring(0, 8);
        farEnds.sendFromNotify(partner(name, 1, ""));
        await().atMost(Desk.LIMIT)
                .until(() -> KAMRAN.get("/api/partners").body().contains("\"" + name + "\""));
        return name;
    }

    private static HttpResponse<String> order(String partner, UUID drillId) {
        return KAMRAN.post("/api/drills", "{\"drillId\":\"%s\",\"partner\":\"%s\"}".formatted(drillId, partner));
    }

    private static JsonNode known(UUID drillId) {
        for (JsonNode drill : Json.of(KAMRAN.get("/api/drills"))) {
            if (drill.path("drillId").asText().equals(drillId.toString())) {
                return drill;
            }
        }
        return Json.of("{}").path("absent");
    }

    private static String drill(UUID drillId, String state, String more) {
        return ",\"drill\":{\"drillId\":\"%s\",\"day\":\"2026-11-24\",\"state\":\"%s\"%s}"
                .formatted(drillId, state, more);
    }

    private static byte[] partner(String name, int revision, String more) {
        String data =
                "{\"name\":\"%s\",\"revision\":%d,\"channel\":\"slots\",\"tier\":1,\"languages\":[\"en\"],\"recipient\":\"%s\",\"faults\":[]%s}"
                        .formatted(name, revision, "age1pq1" + "q".repeat(1950), more);
        return """
                {"specversion":"1.0","id":"%s","source":"/notify","type":"org.penah.partner.changed.v1",
                "datacontenttype":"application/json","data":%s}""".formatted(UUID.randomUUID(), data).getBytes(StandardCharsets.UTF_8);
    }
}
