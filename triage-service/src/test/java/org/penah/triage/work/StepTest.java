package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class StepTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");
    private static final Browser STEPPED_UP = Browser.steppedUp("aysel");
    /** A text as browsers seal it. */
    static final String NOTE = Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
            .at("/data/sealed")
            .asText();

    @Inject
    Desk desk;

    @Test
    void a_claim_is_shown_to_others_and_holds_them_off() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        take(AYSEL, tip, "claim");

        // When
        HttpResponse<String> second = take(RAUF, tip, "claim");

        // Then
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(Json.of(second).path("type").asText()).isEqualTo("/problems/held");
        assertThat(desk.view(tip).path("assignee"))
                .isEqualTo(Json.of("{\"name\":\"aysel\",\"until\":\"2026-11-24T10:35:00Z\"}"));
        assertThat(RAUF.get(Desk.path(tip)).body()).contains("\"assignee\":{\"name\":\"aysel\"");
        assertThat(Desk.deeds(tip)).containsExactly("aysel tip.claimed");
        assertThat(work(tip).path("steps")).hasSize(1);
    }

    @Test
    void what_is_released_can_be_claimed() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        take(RAUF, tip, "claim");
        take(RAUF, tip, "release");

        // When
        HttpResponse<String> claim = take(AYSEL, tip, "claim");

        // Then
        assertThat(claim.statusCode()).isEqualTo(204);
        assertThat(Desk.deeds(tip)).containsExactly("rauf tip.claimed", "rauf tip.released", "aysel tip.claimed");
    }

    @Test
    void a_tip_is_handed_over_with_a_word_that_only_colleagues_can_read() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        take(RAUF, tip, "claim");
        UUID stepId = UUID.randomUUID();

        // When
        HttpResponse<String> handedOver = take(RAUF, tip, stepId, "assign", "\"aysel\"", "\"" + NOTE + "\"");

        // Then
        assertThat(handedOver.statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).path("assignee"))
                .isEqualTo(Json.of("{\"name\":\"aysel\",\"until\":\"2026-11-25T10:05:00Z\"}"));
        assertThat(work(tip).at("/steps/1"))
                .isEqualTo(Json.of(
                        "{\"stepId\":\"%s\",\"day\":\"2026-11-24\",\"who\":\"rauf\",\"kind\":\"assign\",\"value\":\"aysel\",\"noted\":true,\"mentions\":[]}"
                                .formatted(stepId)));
        HttpResponse<byte[]> note =
                AYSEL.send(AYSEL.request(Desk.path(tip) + "/steps/" + stepId + "/note"), BodyHandlers.ofByteArray());
        assertThat(note.body()).isEqualTo(Base64.getDecoder().decode(NOTE));
    }

    @Test
    void nobody_is_assigned_who_does_not_hold_the_key() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        HttpResponse<String> assigned = take(AYSEL, tip, UUID.randomUUID(), "assign", "\"rauf\"", "null");

        // Then
        assertThat(assigned.statusCode()).isEqualTo(422);
        assertThat(desk.view(tip).has("assignee")).isFalse();
        assertThat(work(tip).path("steps")).isEmpty();
        assertThat(work(tip).path("colleagues")).extracting(JsonNode::asText).containsExactly("aysel");
    }

    @Test
    void a_finding_needs_a_reason_and_stands_in_the_list() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        HttpResponse<String> without = take(RAUF, tip, UUID.randomUUID(), "vet", "\"plausible\"", "null");

        // When
        HttpResponse<String> vetted = vet(RAUF, tip, "plausible");

        // Then
        assertThat(without.statusCode()).isEqualTo(422);
        assertThat(vetted.statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).path("finding").asText()).isEqualTo("plausible");
        assertThat(vet(RAUF, tip, "certain").statusCode()).isEqualTo(400);
        assertThat(Desk.deeds(tip)).containsExactly("rauf tip.vetted");
    }

    @Test
    void junk_is_put_aside_and_comes_back_when_it_is_found_to_be_none() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        vet(RAUF, tip, "junk");
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("quarantine");

        // When
        vet(AYSEL, tip, "verified");

        // Then
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("routine");
    }

    @Test
    void danger_that_nobody_has_read_is_not_junk() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        HttpResponse<String> junk = vet(AYSEL, tip, "junk");

        // Then
        assertThat(junk.statusCode()).isEqualTo(409);
        assertThat(desk.view(tip).has("finding")).isFalse();
        assertThat(Desk.deeds(tip)).isEmpty();
    }

    @Test
    void a_step_that_is_taken_again_has_its_effect_once() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID stepId = UUID.randomUUID();
        take(RAUF, tip, stepId, "note", "null", "\"" + NOTE + "\"");

        // When
        HttpResponse<String> again = take(RAUF, tip, stepId, "note", "null", "\"" + NOTE + "\"");

        // Then
        assertThat(again.statusCode()).isEqualTo(204);
        assertThat(take(AYSEL, tip, stepId, "note", "null", "\"" + NOTE + "\"").statusCode())
                .isEqualTo(409);
        assertThat(work(tip).path("steps")).hasSize(1);
        assertThat(Desk.deeds(tip)).containsExactly("rauf note.written");
    }

    @Test
    void a_note_that_is_not_sealed_is_refused_and_a_claim_has_none() {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        List<HttpResponse<String>> refused = List.of(
                take(RAUF, tip, UUID.randomUUID(), "note", "null", "\"canary\""),
                take(RAUF, tip, UUID.randomUUID(), "note", "null", "null"),
                take(RAUF, tip, UUID.randomUUID(), "claim", "null", "\"" + NOTE + "\""));

        // Then
        assertThat(refused).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).doesNotContain("canary");
        });
        assertThat(work(tip).path("steps")).isEmpty();
    }

    static Stream<Arguments> takers() throws IOException {
        return rules().map(rule ->
                Arguments.of(rule.path("kind").asText(), rule.path("taker").asText(), noteFor(rule)));
    }

    @ParameterizedTest
    @MethodSource("takers")
    void a_step_is_for_those_whom_its_row_names_before_anybody_looks_for_the_tip(
            String kind, String taker, String note) {
        // Given
        String path = Desk.path(Sent.routine()) + "/steps";
        String step = "{\"stepId\":\"%s\",\"kind\":\"%s\",\"note\":%s}".formatted(UUID.randomUUID(), kind, note);

        // When
        List<Integer> statuses = Stream.of(
                        RAUF.post(path, step),
                        AYSEL.post(path, step),
                        Browser.of("nigar").post(path, step),
                        AYSEL.post(path + "/stepped-up", step),
                        STEPPED_UP.post(path + "/stepped-up", step))
                .map(HttpResponse::statusCode)
                .toList();

        // Then
        assertThat(statuses)
                .isEqualTo(
                        switch (taker) {
                            case "member", "two-members" -> List.of(404, 404, 403, 403, 400);
                            case "lead" -> List.of(403, 404, 403, 403, 400);
                            case "stepped-up" -> List.of(400, 400, 403, 403, 404);
                            default -> throw new IllegalArgumentException(taker);
                        });
    }

    private static Stream<JsonNode> rules() throws IOException {
        JsonNode rules = Json.of(Files.readString(StepKindTest.PAGE));
        return StreamSupport.stream(rules.spliterator(), false);
    }

    private static String noteFor(JsonNode rule) {
        return rule.path("note").asText().equals("required") ? "\"" + NOTE + "\"" : "null";
    }

    static Stream<Arguments> kindsWithoutValue() throws IOException {
        return rules().filter(rule -> rule.path("value").asText().equals("none"))
                .map(rule -> Arguments.of(rule.path("kind").asText(), noteFor(rule)));
    }

    @ParameterizedTest
    @MethodSource("kindsWithoutValue")
    void a_step_that_says_it_all_carries_nothing_in_clear(String kind, String note) {
        // Given
        Sent tip = desk.receive(Sent.routine());
        AYSEL.post(Desk.path(tip) + "/opened", "");

        // When
        HttpResponse<String> refused = take(AYSEL, tip, UUID.randomUUID(), kind, "\"canary\"", note);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("canary");
        assertThat(work(tip).path("steps")).isEmpty();
    }

    @Test
    void somebody_who_fills_a_tip_with_steps_stops_nobody_else() throws SQLException {
        // Given
        Sent tip = desk.receive(Sent.routine());
        RAUF.post(Desk.path(tip) + "/opened", "");
        LocalPostgres.executeAsService("insert into step (step_id, tip_id, day, who, kind) select gen_random_uuid(), '"
                + tip.tipId() + "', '2026-11-24', 'rauf', 'CLAIM' from generate_series(1, " + Steps.MOST + ")");

        // When
        HttpResponse<String> his = take(RAUF, tip, UUID.randomUUID(), "note", "null", "\"" + NOTE + "\"");
        HttpResponse<String> hers = vet(AYSEL, tip, "plausible");

        // Then
        assertThat(his.statusCode()).isEqualTo(409);
        assertThat(Json.of(his).path("type").asText()).isEqualTo("/problems/too-many-steps");
        assertThat(hers.statusCode()).isEqualTo(204);
        assertThat(take(AYSEL, tip, "close").statusCode()).isEqualTo(204);
    }

    @Test
    void a_member_without_the_queues_key_does_nothing_and_reads_nothing() {
        // Given
        Sent secret = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        UUID stepId = UUID.randomUUID();
        take(AYSEL, secret, stepId, "note", "null", "\"" + NOTE + "\"");
        Sent own = desk.receive(Sent.routine());

        // When
        List<HttpResponse<String>> answers = List.of(
                take(RAUF, secret, "claim"),
                RAUF.get(Desk.path(secret) + "/steps"),
                RAUF.get(Desk.path(secret) + "/steps/" + stepId + "/note"),
                RAUF.get(Desk.path(own) + "/steps/" + stepId + "/note"));

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(404));
    }

    private static JsonNode work(Sent tip) {
        return Json.of(AYSEL.get(Desk.path(tip) + "/steps"));
    }

    private static HttpResponse<String> vet(Browser member, Sent tip, String finding) {
        return take(member, tip, UUID.randomUUID(), "vet", "\"" + finding + "\"", "\"" + NOTE + "\"");
    }

    private static HttpResponse<String> take(Browser member, Sent tip, String kind) {
        return take(member, tip, UUID.randomUUID(), kind, "null", "null");
    }

    private static HttpResponse<String> take(
            Browser member, Sent tip, UUID stepId, String kind, String value, String note) {
        return member.post(
                Desk.path(tip) + "/steps",
                "{\"stepId\":\"%s\",\"kind\":\"%s\",\"value\":%s,\"note\":%s}".formatted(stepId, kind, value, note));
    }
}
