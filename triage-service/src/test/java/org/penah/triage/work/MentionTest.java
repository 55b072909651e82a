package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class MentionTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");

    @Inject
    Desk desk;

    @Test
    void a_note_asks_for_a_colleague_whose_desk_shows_it_until_they_put_it_away() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID stepId = UUID.randomUUID();
        assertThat(note(RAUF, tip, stepId, "[\"aysel\",\"aysel\"]").statusCode())
                .isEqualTo(204);
        List<JsonNode> waiting = waiting(AYSEL, stepId);

        // When
        HttpResponse<String> seen = AYSEL.post("/api/mentions/" + stepId + "/seen", "");

        // Then
        assertThat(waiting)
                .containsExactly(Json.of(
                        "{\"stepId\":\"%s\",\"tipId\":\"%s\",\"queue\":\"general\",\"who\":\"rauf\",\"day\":\"2026-11-24\"}"
                                .formatted(stepId, tip.tipId())));
        assertThat(seen.statusCode()).isEqualTo(204);
        assertThat(waiting(AYSEL, stepId)).isEmpty();
        assertThat(AYSEL.post("/api/mentions/" + stepId + "/seen", "").statusCode())
                .isEqualTo(204);
        assertThat(Desk.deeds(tip)).containsExactly("rauf note.written", "aysel mention.seen");
        assertThat(Json.of(RAUF.get(Desk.path(tip) + "/steps"))
                        .at("/steps/0/mentions")
                        .toString())
                .isEqualTo("[\"aysel\"]");
    }

    @Test
    void only_somebody_who_is_asked_for_sees_it_and_puts_it_away() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID stepId = UUID.randomUUID();
        note(RAUF, tip, stepId, "[\"aysel\"]");

        // When
        HttpResponse<String> seen = RAUF.post("/api/mentions/" + stepId + "/seen", "");

        // Then
        assertThat(seen.statusCode()).isEqualTo(404);
        assertThat(waiting(RAUF, stepId)).isEmpty();
        assertThat(waiting(AYSEL, stepId)).hasSize(1);
    }

    @Test
    void nobody_is_asked_for_who_could_not_read_it() {
        // Given
        Sent secret = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        List<Integer> answers = List.of(
                note(AYSEL, secret, UUID.randomUUID(), "[\"rauf\"]").statusCode(),
                note(AYSEL, secret, UUID.randomUUID(), "[\"aysel\",\"rauf\"]").statusCode(),
                note(AYSEL, secret, UUID.randomUUID(), "[\"nobody\"]").statusCode(),
                note(AYSEL, secret, UUID.randomUUID(), "[null]").statusCode(),
                note(
                                AYSEL,
                                secret,
                                UUID.randomUUID(),
                                "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\",\"h\",\"i\",\"j\",\"k\"]")
                        .statusCode(),
                AYSEL.post(
                                Desk.path(secret) + "/steps",
                                "{\"stepId\":\"%s\",\"kind\":\"claim\",\"mentions\":[\"aysel\"]}"
                                        .formatted(UUID.randomUUID()))
                        .statusCode());

        // Then
        assertThat(answers).containsExactly(422, 422, 422, 400, 400, 400);
        assertThat(Desk.deeds(secret)).isEmpty();
        assertThat(Json.of(AYSEL.get(Desk.path(secret) + "/steps")).path("steps"))
                .isEmpty();
    }

    @Test
    void somebody_who_has_left_a_queue_is_not_asked_for_in_it_any_more() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID stepId = UUID.randomUUID();
        note(AYSEL, tip, stepId, "[\"rauf\"]");
        assertThat(waiting(RAUF, stepId)).hasSize(1);

        // When
        String moved = "with moved as (update tip set queue = '%s' where tip_id = '" + tip.tipId()
                + "' returning 1) select count(*) from moved";
        LocalPostgres.column(moved.formatted("threat"));

        // Then
        assertThat(waiting(RAUF, stepId)).isEmpty();
        assertThat(RAUF.post("/api/mentions/" + stepId + "/seen", "").statusCode())
                .isEqualTo(404);
    }

    private static List<JsonNode> waiting(Browser member, UUID stepId) {
        return StreamSupport.stream(Json.of(member.get("/api/mentions")).spliterator(), false)
                .filter(mention -> mention.path("stepId").asText().equals(stepId.toString()))
                .toList();
    }

    private static HttpResponse<String> note(Browser member, Sent tip, UUID stepId, String mentions) {
        return member.post(
                Desk.path(tip) + "/steps",
                "{\"stepId\":\"%s\",\"kind\":\"note\",\"note\":\"%s\",\"mentions\":%s}"
                        .formatted(stepId, StepTest.NOTE, mentions));
    }
}
