package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;

/** Somebody of the desk reached a partner by telephone: it counts as the partner's answer, and a stolen session cannot say so. */
@QuarkusTest
class TelephoneTest {

    private static final String PARTNERS = """
            "partners":[{"name":"safe-house","state":"delivered","attempts":1,"since":"2026-11-24T10:00:00Z"}]""";

    private static Browser aysel;

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    private final Sent tip = Sent.danger("2026-11-24T10:10:00Z");

    @BeforeAll
    static void asked_who_they_are() {
        aysel = Browser.steppedUp("aysel");
    }

    @BeforeEach
    void receive() {
        desk.receive(tip);
        alertIs("unanswered", 1, PARTNERS);
    }

    @ParameterizedTest
    @CsvSource({"acts, acknowledge", "looks, acknowledge", "cannot, decline"})
    void what_they_said_is_told_noted_and_in_the_journal(String said, String answer) throws Throwable {
        // When
        UUID stepId = UUID.randomUUID();
        PinnedClock.at(
                "2026-11-24T10:02:30Z",
                () -> assertThat(telephone(aysel, stepId, "safe-house " + said).statusCode())
                        .isEqualTo(204));
        PinnedClock.at("2026-11-24T10:12:30Z", () -> telephone(aysel, stepId, "safe-house " + said));

        // Then
        await().atMost(Desk.LIMIT).until(() -> !told().isEmpty());
        assertThat(told())
                .containsExactly(Json.of(
                        "{\"alertId\":\"%s\",\"partner\":\"safe-house\",\"answer\":\"%s\",\"until\":\"2026-11-24T14:05:00Z\",\"number\":1}"
                                .formatted(tip.alertId(), answer)));
        JsonNode step = Json.of(aysel.get(Desk.path(tip) + "/steps").body()).at("/steps/0");
        assertThat(step.path("value").asText()).isEqualTo("safe-house " + said);
        assertThat(step.path("noted").asBoolean()).isTrue();
        assertThat(Desk.deeds(tip)).contains("aysel alert.telephoned");
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();
    }

    @Test
    void a_session_without_a_second_factor_says_nothing_of_it() {
        // Given
        Browser stolen = Browser.of("aysel");

        // When
        HttpResponse<String> refused = telephone(stolen, UUID.randomUUID(), "safe-house acts");
        HttpResponse<String> aroundIt =
                stolen.post(Desk.path(tip) + "/steps", step(UUID.randomUUID(), "safe-house acts"));

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("/problems/step-up");
        assertThat(aroundIt.statusCode()).isEqualTo(400);
        assertThat(told()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"night-line acts", "safe-house", "safe-house laughs", "acts", "safe-house acts now"})
    void nothing_else_is_taken_for_an_answer(String value) {
        // When
        HttpResponse<String> refused = telephone(aysel, UUID.randomUUID(), value);

        // Then
        assertThat(refused.statusCode()).isIn(400, 409);
        assertThat(told()).isEmpty();
        assertThat(Json.of(aysel.get(Desk.path(tip) + "/steps").body()).path("steps"))
                .isEmpty();
    }

    @Test
    void nobody_answers_an_alert_that_is_over() {
        // Given
        alertIs("cancelled", 2, PARTNERS);

        // When
        HttpResponse<String> refused = telephone(aysel, UUID.randomUUID(), "safe-house acts");

        // Then
        assertThat(Json.of(refused).path("type").asText()).isEqualTo("/problems/over");
        assertThat(told()).isEmpty();
    }

    @Test
    void the_desk_shows_that_the_answer_came_by_telephone() {
        // When
        alertIs("acknowledged", 2, PARTNERS.replace("delivered\"", "acknowledged\",\"byTelephone\":true"));

        // Then
        assertThat(desk.view(tip).at("/alert/partners/0/byTelephone").asBoolean())
                .isTrue();
    }

    @Test
    void the_desk_shows_whose_answers_count_no_more() {
        // When
        alertIs("unanswered", 2, PARTNERS.replace("delivered\"", "released\",\"uncounted\":true"));

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/partners/0/uncounted").asBoolean());
    }

    private void alertIs(String state, int revision, String partners) {
        String event = new String(tip.alertIs(state, revision), StandardCharsets.UTF_8);
        farEnds.sendFromNotify(event.replace("\"partners\":[]", partners).getBytes(StandardCharsets.UTF_8));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/state").asText().equals(state));
    }

    private HttpResponse<String> telephone(Browser member, UUID stepId, String value) {
        return member.post(Desk.path(tip) + "/steps/stepped-up", step(stepId, value));
    }

    private static String step(UUID stepId, String value) {
        return "{\"stepId\":\"%s\",\"kind\":\"telephone\",\"value\":\"%s\",\"note\":\"%s\"}"
                .formatted(stepId, value, StepTest.NOTE);
    }

    private List<JsonNode> told() {
        return farEnds.dataAtNotify(tip.alertId().toString()).stream()
                .filter(data -> data.has("partner"))
                .toList();
    }
}
