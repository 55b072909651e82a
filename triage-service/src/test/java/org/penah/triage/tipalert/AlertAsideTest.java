package org.penah.triage.tipalert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

/** Many alerts of a flood are set aside without opening their tips, and none that somebody has confirmed or taken on. */
@QuarkusTest
class AlertAsideTest {

    private static Browser aysel;

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    private final Sent tip = Sent.danger("2026-11-24T10:10:00Z").in("general");

    @BeforeAll
    static void asked_who_they_are() {
        aysel = Browser.steppedUp("aysel");
    }

    /** Alerts of other tests would count towards a flood. */
    @BeforeEach
    void receive() throws SQLException {
        LocalPostgres.asOwner("update alert set basis = 'DESK_CONFIRMED' where decision is null");
        desk.receive(tip);
    }

    @AfterEach
    void end_the_flood() throws SQLException {
        LocalPostgres.asOwner(
                "delete from alert where alert_id not in (select alert_id from tip where alert_id is not null)");
    }

    @Test
    void one_of_a_flood_goes_behind_the_others_here_and_at_partners_with_a_reason_in_the_journal() {
        // Given
        flood(9);

        // When
        HttpResponse<String> response = aside(tip, "campaign");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> decisions().equals(List.of("set-aside")));
        assertThat(desk.view(tip).at("/alert/aside/by").asText()).isEqualTo("aysel");
        assertThat(desk.view(tip).at("/alert/aside/reason").asText()).isEqualTo("campaign");
        assertThat(desk.view(tip).path("folded").asBoolean()).isTrue();
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("imminent");
        assertThat(desk.view(tip).has("firstOpened")).isFalse();
        assertThat(aside(tip, "campaign").statusCode()).as("once more").isEqualTo(202);
        assertThat(Desk.deeds(tip)).containsExactly("aysel alert.set-aside");
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();
    }

    @Test
    void it_is_put_back_by_anybody() {
        // Given
        flood(9);
        aside(tip, "flood");

        // When
        HttpResponse<String> response = Browser.of("rauf").post(Desk.path(tip) + "/alert/aside/drop", "");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> decisions().equals(List.of("set-aside", "put-back")));
        assertThat(desk.view(tip).at("/alert/aside").isMissingNode()).isTrue();
        assertThat(desk.view(tip).path("folded").asBoolean()).isFalse();
        assertThat(Desk.deeds(tip)).containsExactly("aysel alert.set-aside", "rauf alert.put-back");
    }

    @Test
    void a_confirmation_brings_it_back() {
        // Given
        flood(9);
        aside(tip, "flood");

        // When
        aysel.post(Desk.path(tip) + "/alert/confirmation", "");

        // Then
        assertThat(desk.view(tip).at("/alert/aside").isMissingNode()).isTrue();
        assertThat(desk.view(tip).path("folded").asBoolean()).isFalse();
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();
    }

    @Test
    void one_that_was_opened_and_is_put_back_by_notify_service_is_to_be_decided_about() {
        // Given
        flood(9);
        aysel.post(Desk.path(tip) + "/opened", "");
        aside(tip, "flood");
        assertThat(desk.view(tip).has("decideBy")).isFalse();

        // When
        farEnds.sendFromNotify(tip.alertIs("unanswered", 1, ",\"putBackRevision\":1"));

        // Then
        await().atMost(Desk.LIMIT).until(() -> desk.view(tip).at("/alert/aside").isMissingNode());
        assertThat(desk.view(tip).path("decideBy").asText()).isEqualTo("2026-11-24T10:35:00Z");
    }

    @Test
    void what_notify_service_says_is_none_of_a_flood_is_put_back_unless_the_desk_has_said_more_since() {
        // Given
        flood(9);
        aside(tip, "flood");
        aysel.post(Desk.path(tip) + "/alert/aside/drop", "");
        aside(tip, "flood");

        // When its answer to an earlier word comes
        farEnds.sendFromNotify(tip.alertIs("unanswered", 1, ",\"putBackRevision\":2"));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/state").asText().equals("unanswered"));

        // Then
        assertThat(desk.view(tip).at("/alert/aside/by").asText()).isEqualTo("aysel");
        assertThat(desk.view(tip).path("folded").asBoolean()).isTrue();

        // When somebody has taken it on and let go of it
        farEnds.sendFromNotify(tip.alertIs("unanswered", 2, ",\"putBackRevision\":3"));

        // Then
        await().atMost(Desk.LIMIT).until(() -> desk.view(tip).at("/alert/aside").isMissingNode());
        assertThat(desk.view(tip).path("folded").asBoolean()).isFalse();
        assertThat(Desk.deeds(tip))
                .endsWith("aysel alert.set-aside", "(channel) alert.changed", "(channel) alert.put-back");
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();
    }

    @Test
    void what_the_edge_marked_and_a_partner_let_go_of_goes_back_among_the_others_once() {
        // Given
        Sent marked =
                desk.receive(Sent.danger("2026-11-24T10:10:00Z").in("general").inFlood());
        farEnds.sendFromNotify(marked.alertIs("claimed", 1));
        told(marked, "claimed");
        assertThat(desk.view(marked).path("folded").asBoolean()).isTrue();

        // When
        farEnds.sendFromNotify(marked.alertIs("delivered", 2, ",\"noFlood\":true"));

        // Then
        told(marked, "delivered");
        assertThat(desk.view(marked).path("folded").asBoolean()).isFalse();
        assertThat(Desk.deeds(marked)).endsWith("(channel) alert.changed", "(channel) alert.put-back");

        // When somebody reads it, folds it, and notify-service says the same once more
        aysel.post(Desk.path(marked) + "/opened", "");
        aysel.post(Desk.path(marked) + "/aside", "{\"aside\":true}");
        farEnds.sendFromNotify(marked.alertIs("unanswered", 3, ",\"noFlood\":true"));

        // Then
        told(marked, "unanswered");
        assertThat(desk.view(marked).path("folded").asBoolean()).isTrue();
        assertThat(Audit.differences(marked.tipId().toString())).isEmpty();
    }

    @Test
    void what_the_edge_marked_stays_folded_until_notify_service_says_otherwise_and_is_set_aside_again_after_that() {
        // Given
        Sent marked =
                desk.receive(Sent.danger("2026-11-24T10:10:00Z").in("general").inFlood());

        // When
        farEnds.sendFromNotify(marked.alertIs("delivered", 1));

        // Then
        told(marked, "delivered");
        assertThat(desk.view(marked).path("folded").asBoolean()).isTrue();

        // When
        farEnds.sendFromNotify(marked.alertIs("unanswered", 2, ",\"noFlood\":true"));
        told(marked, "unanswered");
        aside(marked, "flood");

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> farEnds.dataAtNotify(marked.alertId().toString()).stream()
                        .anyMatch(data -> data.path("floodRevision").asInt() > 0));
        assertThat(desk.view(marked).path("folded").asBoolean()).isTrue();
    }

    private void told(Sent of, String state) {
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(of).at("/alert/state").asText().equals(state));
    }

    @Test
    void each_word_of_it_to_notify_service_has_a_higher_number() {
        // Given
        flood(9);

        // When
        aside(tip, "flood");
        aysel.post(Desk.path(tip) + "/alert/aside/drop", "");
        aside(tip, "flood");

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> farEnds.dataAtNotify(tip.alertId().toString()).stream()
                        .map(data -> data.path("decision").asText()
                                + data.path("floodRevision").asInt())
                        .toList()
                        .equals(List.of("set-aside1", "put-back2", "set-aside3")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"acknowledged", "claimed", "resolved", "expired"})
    void one_that_a_partner_has_taken_on_or_that_is_over_stays(String state) {
        // Given
        flood(9);
        farEnds.sendFromNotify(tip.alertIs(state, 1));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/state").asText().equals(state));

        // When
        HttpResponse<String> response = aside(tip, "flood");

        // Then
        refused(response, "confirmed");
    }

    @Test
    void one_that_somebody_has_confirmed_stays() {
        // Given
        flood(9);
        aysel.post(Desk.path(tip) + "/alert/confirmation", "");

        // When
        HttpResponse<String> response = aside(tip, "flood");

        // Then
        assertThat(Json.of(response).path("type").asText()).isEqualTo("/problems/confirmed");
        assertThat(Desk.deeds(tip)).containsExactly("aysel alert.confirmed");
    }

    @Test
    void without_a_flood_nobody_sets_an_alert_aside_unread() {
        // Given
        flood(8);

        // When
        HttpResponse<String> response = aside(tip, "flood");

        // Then
        refused(response, "no-flood");
    }

    @Test
    void one_that_the_edge_has_marked_is_a_flood_by_itself() {
        // Given
        Sent marked =
                desk.receive(Sent.danger("2026-11-24T10:10:00Z").in("general").inFlood());

        // When
        HttpResponse<String> response = aside(marked, "flood");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
    }

    @Test
    void a_stolen_session_sets_nothing_aside() {
        // Given
        flood(9);

        // When
        HttpResponse<String> response =
                Browser.of("aysel").post(Desk.path(tip) + "/alert/aside", "{\"reason\":\"flood\"}");

        // Then
        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(desk.view(tip).at("/alert/aside").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "{\"reason\":null}", "{\"reason\":\"bored\"}"})
    void without_a_reason_it_stays(String body) {
        // Given
        flood(9);

        // When
        HttpResponse<String> response = aysel.post(Desk.path(tip) + "/alert/aside", body);

        // Then
        assertThat(response.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"aside_by = 'rauf'", "aside_reason = 'FLOOD'", "aside_by = null, aside_reason = null"})
    void the_entry_shows_that_somebody_altered_who_set_it_aside_or_why(String forged) throws SQLException {
        // Given
        flood(9);
        aside(tip, "campaign");

        // When
        LocalPostgres.asOwner("update alert set " + forged + " where alert_id = '" + tip.alertId() + "'");

        // Then
        assertThat(Audit.differences(tip.tipId().toString())).containsExactly("alert.set-aside altered");
    }

    private void refused(HttpResponse<String> response, String problem) {
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(Json.of(response).path("type").asText()).isEqualTo("/problems/" + problem);
        assertThat(desk.view(tip).path("folded").asBoolean()).isFalse();
        assertThat(Desk.deeds(tip)).doesNotContain("aysel alert.set-aside");
    }

    private static HttpResponse<String> aside(Sent which, String reason) {
        return aysel.post(Desk.path(which) + "/alert/aside", "{\"reason\":\"" + reason + "\"}");
    }

    private List<String> decisions() {
        return farEnds.dataAtNotify(tip.alertId().toString()).stream()
                .map(data -> data.path("decision").asText())
                .toList();
    }

    private void flood(int others) {
        IntStream.range(0, others).forEach(i -> {
            try {
                LocalPostgres.asOwner("insert into alert (alert_id, revision, state, basis, partners, timed) values"
                        + " (gen_random_uuid(), 0, 'DELIVERED', 'SOURCE_ASSERTED', '[]', false)");
            } catch (SQLException refused) {
                throw new IllegalStateException(refused);
            }
        });
    }
}
