package org.penah.triage.tip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class QuarantineRuleTest {

    private static final Browser AYSEL = Browser.of("aysel");

    @Inject
    Desk desk;

    @Inject
    OverdueTips overdueTips;

    @Test
    void what_came_in_a_flood_waits_folded_in_quarantine() {
        // Given
        JsonNode before = fold("queue=general&lane=quarantine");

        // When
        Sent tip = desk.receive(Sent.routine().inFlood());

        // Then
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("quarantine");
        assertThat(desk.view(tip).path("folded").asBoolean()).isTrue();
        assertThat(desk.order("lane=quarantine&folded=true")).contains(id(tip));
        assertThat(desk.order("lane=quarantine")).doesNotContain(id(tip));
        assertThat(desk.order("lane=routine")).doesNotContain(id(tip));
        JsonNode after = fold("queue=general&lane=quarantine");
        assertThat(after.path("count").asInt() - before.path("count").asInt()).isEqualTo(1);
        assertThat(after.path("unopened").asInt() - before.path("unopened").asInt())
                .isEqualTo(1);
    }

    @Test
    void what_a_member_put_into_quarantine_is_listed_there() {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        aside(tip, true);

        // Then
        assertThat(desk.order("lane=quarantine")).contains(id(tip));
        assertThat(desk.order("lane=quarantine&folded=true")).doesNotContain(id(tip));
    }

    @Test
    void danger_in_a_flood_keeps_its_lane_and_is_counted_behind_the_real_one() {
        // Given
        JsonNode before = fold();
        List<String> flood = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            flood.add(id(desk.receive(Sent.danger("2026-11-24T09:00:00Z").inFlood())));
        }
        Sent real = desk.receive(Sent.danger("2026-11-24T10:05:00Z"));

        // When
        JsonNode firstPage = Json.of(AYSEL.get("/api/tips?queue=threat&lane=imminent"));

        // Then
        assertThat(firstPage.path("tips").findValuesAsText("tipId"))
                .contains(id(real))
                .doesNotContainAnyElementsOf(flood);
        assertThat(fold().path("lane").asText()).isEqualTo("imminent");
        assertThat(fold().path("count").asInt() - before.path("count").asInt()).isEqualTo(60);
        assertThat(fold().path("unopened").asInt() - before.path("unopened").asInt())
                .isEqualTo(60);
        assertThat(desk.order("lane=imminent&folded=true")).containsAll(flood).doesNotContain(id(real));
        assertThat(fold("queue=general&lane=imminent").isMissingNode()).isTrue();
    }

    @Test
    void folded_danger_that_is_overdue_is_shown_where_overdue_tips_are_sought() throws Throwable {
        // Given
        Sent late = desk.receive(Sent.danger("2026-11-24T09:00:00Z").inFlood());
        Sent since = desk.receive(Sent.danger("2026-11-24T09:00:00Z").inFlood());
        LocalPostgres.executeAsService("update tip set overdue = false where tip_id = '" + since.tipId() + "'");

        // When
        VertxContextSupport.subscribeAndAwait(overdueTips::count);

        // Then
        assertThat(desk.order("overdue=true&lane=imminent&folded=true")).contains(id(late), id(since));
        assertThat(desk.order("overdue=true")).doesNotContain(id(late), id(since));
        assertThat(fold("overdue=true&queue=threat").path("count").asInt()).isGreaterThanOrEqualTo(2);
        AYSEL.post(Desk.path(late) + "/opened", "");
        assertThat(desk.order("overdue=true&lane=imminent&folded=true")).doesNotContain(id(late));
    }

    @Test
    void a_member_takes_a_tip_out_of_quarantine_and_puts_it_back() {
        // Given
        Sent tip = desk.receive(Sent.routine().inFlood());

        // When
        HttpResponse<String> out = aside(tip, false);

        // Then
        assertThat(out.statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("routine");
        assertThat(desk.order("lane=routine")).contains(id(tip));
        aside(tip, false);
        aside(tip, true);
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("quarantine");
        assertThat(Desk.deeds(tip)).containsExactly("aysel tip.taken-back", "aysel tip.put-aside");
    }

    @Test
    void a_member_unfolds_danger() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:20:00Z").inFlood());

        // When
        aside(tip, false);

        // Then
        assertThat(desk.order("lane=imminent")).contains(id(tip));
        assertThat(desk.order("lane=imminent&folded=true")).doesNotContain(id(tip));
    }

    @Test
    void danger_that_nobody_has_read_is_not_put_aside() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:20:00Z"));

        // When
        HttpResponse<String> unread = aside(tip, true);

        // Then
        assertThat(unread.statusCode()).isEqualTo(409);
        assertThat(Json.of(unread).path("type").asText()).isEqualTo("/problems/unread-danger");
        AYSEL.post(Desk.path(tip) + "/opened", "");
        assertThat(aside(tip, true).statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("imminent");
        assertThat(desk.order("lane=imminent")).doesNotContain(id(tip));
        assertThat(Desk.deeds(tip)).containsExactly("aysel tip.opened", "aysel tip.put-aside");
    }

    private static JsonNode fold() {
        return fold("queue=threat&lane=imminent");
    }

    private static JsonNode fold(String query) {
        return Json.of(AYSEL.get("/api/tips?" + query)).at("/folds/0");
    }

    private static HttpResponse<String> aside(Sent tip, boolean aside) {
        return AYSEL.post(Desk.path(tip) + "/aside", "{\"aside\":" + aside + "}");
    }

    private static String id(Sent tip) {
        return tip.tipId().toString();
    }
}
