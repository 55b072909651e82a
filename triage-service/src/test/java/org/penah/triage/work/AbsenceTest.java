package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

/** Aysel is a lead, Rauf is not; both read {@code general}. */
@QuarkusTest
class AbsenceTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");

    @Inject
    Desk desk;

    @Inject
    Absences absences;

    @AfterEach
    void everybody_is_back() {
        AYSEL.post("/api/absences", "{\"member\":\"rauf\"}");
        AYSEL.post("/api/absences", "{\"member\":\"aysel\"}");
    }

    @Test
    void what_somebody_holds_who_is_away_is_free_at_once_and_nobody_gives_them_more() {
        // Given
        Sent claimed = held(RAUF, "claim", "null");
        Sent given = held(AYSEL, "assign", "\"rauf\"");
        Sent others = held(AYSEL, "claim", "null");

        // When
        HttpResponse<String> set = away(RAUF, "rauf", "2026-12-05");

        // Then
        assertThat(set.statusCode()).isEqualTo(204);
        assertThat(Stream.of(claimed, given))
                .allSatisfy(tip -> assertThat(desk.view(tip).has("assignee")).isFalse());
        assertThat(desk.view(others).at("/assignee/name").asText()).isEqualTo("aysel");
        HttpResponse<String> more = step(AYSEL, others, "assign", "\"rauf\"");
        assertThat(Json.of(more).path("type").asText()).isEqualTo("/problems/away");
        assertThat(Json.of(step(RAUF, claimed, "claim", "null")).path("type").asText())
                .isEqualTo("/problems/away");
        assertThat(AYSEL.get("/api/absences").body())
                .isEqualTo("[{\"member\":\"aysel\"},{\"member\":\"rauf\",\"backOn\":\"2026-12-05\"}]");
        assertThat(LocalPostgres.column(
                        "select who || ' ' || deed || ' ' || which from journal order by position desc limit 1"))
                .containsExactly("rauf member.away rauf");
    }

    @Test
    void somebody_who_is_back_is_given_tips_again() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        away(AYSEL, "rauf", "2026-12-05");

        // When
        HttpResponse<String> back = RAUF.post("/api/absences", "{\"member\":\"rauf\"}");

        // Then
        assertThat(back.statusCode()).isEqualTo(204);
        assertThat(step(AYSEL, tip, "assign", "\"rauf\"").statusCode()).isEqualTo(204);
    }

    @Test
    void that_somebody_was_away_is_forgotten_on_the_day_that_they_are_back() throws Throwable {
        // Given
        away(RAUF, "rauf", "2026-12-05");
        LocalPostgres.column("with past as (insert into absence select 'aysel', date '2026-11-24', 'aysel' returning 1)"
                + " select count(*) from past");

        // When
        VertxContextSupport.subscribeAndAwait(absences::forgetPast);

        // Then
        assertThat(LocalPostgres.column("select member from absence")).containsExactly("rauf");
    }

    @Test
    void danger_that_somebody_held_is_left_to_the_others_at_once() {
        // Given
        Sent tip =
                held(RAUF, "claim", "null", Sent.danger("2026-11-24T10:10:00Z").in("general"));

        // When
        away(AYSEL, "rauf", "2026-12-05");

        // Then
        assertThat(AYSEL.get("/api/alarms").body()).contains("{\"tipId\":\"" + tip.tipId() + "\",\"heldBy\":\"rauf\"}");
    }

    @Test
    void only_a_lead_says_it_of_others() {
        // When
        HttpResponse<String> refused = away(RAUF, "aysel", "2026-12-05");

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(AYSEL.get("/api/absences").body()).doesNotContain("backOn");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nigar", "nobody"})
    void nobody_says_it_of_somebody_outside_their_queues(String name) {
        // When
        HttpResponse<String> refused = away(AYSEL, name, "2026-12-05");

        // Then
        assertThat(refused.statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-24", "2020-01-01", "2099-01-01"})
    void an_absence_ends_within_a_year(String backOn) {
        // When
        HttpResponse<String> refused = away(RAUF, "rauf", backOn);

        // Then
        assertThat(refused.statusCode()).isEqualTo(422);
    }

    private Sent held(Browser member, String kind, String value) {
        return held(member, kind, value, Sent.routine());
    }

    private Sent held(Browser member, String kind, String value, Sent sent) {
        Sent tip = desk.receive(sent);
        member.post(Desk.path(tip) + "/opened", "");
        assertThat(step(member, tip, kind, value).statusCode()).isEqualTo(204);
        return tip;
    }

    private static HttpResponse<String> step(Browser member, Sent tip, String kind, String value) {
        return member.post(
                Desk.path(tip) + "/steps",
                "{\"stepId\":\"%s\",\"kind\":\"%s\",\"value\":%s}".formatted(UUID.randomUUID(), kind, value));
    }

    private static HttpResponse<String> away(Browser member, String name, String backOn) {
        return member.post("/api/absences", "{\"member\":\"%s\",\"backOn\":\"%s\"}".formatted(name, backOn));
    }
}
