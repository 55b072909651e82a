package org.penah.triage.vitalinterest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;

/** An alert that the source did not allow takes two members and a reason, and says nothing but that there is danger. */
@QuarkusTest
class VitalInterestTest {

    private static final String REASON = Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
            .at("/data/sealed")
            .asText();
    private static final String FOUND = "{\"who\":\"someone-else\",\"when\":\"hours\",\"region\":\"145\"}";
    private static final String DUE = "2026-11-24T10:10:00Z";

    private static Browser aysel;
    private static Browser rauf;

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @BeforeAll
    static void asked_who_they_are() {
        aysel = Browser.steppedUp("aysel");
        rauf = Browser.steppedUp("rauf");
    }

    @Test
    void what_one_proposes_and_another_approves_goes_out_thin() {
        // Given a danger in a region that the source named, and no consent
        Sent tip = untold();
        assertThat(propose(aysel, tip).statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).has("alert")).isFalse();

        // When
        HttpResponse<String> approved = approve(rauf, tip);

        // Then
        assertThat(approved.statusCode()).isEqualTo(202);
        String alertId = desk.view(tip).at("/alert/alertId").asText();
        await().atMost(Desk.LIMIT).until(() -> !farEnds.dataAtNotify(alertId).isEmpty());
        JsonNode told = farEnds.dataAtNotify(alertId).get(0);
        assertThat(told.path("threat")).isEqualTo(Json.of("{\"who\":\"me\",\"when\":\"hours\"}"));
        assertThat(told.path("consents")).isEqualTo(Json.of("{\"details\":false}"));
        assertThat(told.path("decision").asText()).isEqualTo("confirmed");
        assertThat(told.path("languages")).isEqualTo(Json.of("[\"en\"]"));
        assertThat(told.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "alertId", "decision", "threat", "consents", "languages", "dueBy", "decisionKey", "number");
        assertThat(told.toString()).doesNotContain(tip.tipId().toString());
        await().atMost(Desk.LIMIT).until(() -> !farEnds.atIntake(tip).isEmpty());
        assertThat(farEnds.atIntake(tip)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("org.penah.tip.alerted.v1");
            assertThat(event.data().path("alertId").asText()).isEqualTo(alertId);
            assertThat(event.data().fieldNames()).toIterable().containsExactlyInAnyOrder("tipId", "alertId", "day");
        });
        assertThat(desk.view(tip).at("/alert/basis").asText()).isEqualTo("desk-confirmed");
        assertThat(desk.view(tip).path("consents")).isEqualTo(Json.of("{\"alert\":false,\"details\":false}"));
        assertThat(Desk.deeds(tip)).containsExactly("aysel alert.proposed", "rauf alert.raised");
        assertThat(proposal(tip).path("proposer").asText()).isEqualTo("aysel");
        assertThat(proposal(tip).path("approver").asText()).isEqualTo("rauf");
    }

    @Test
    void what_no_second_member_decides_about_in_time_is_an_alarm_and_calls_staff_on_duty() throws Throwable {
        // Given
        Sent tip = untold();
        String id = tip.tipId().toString();
        propose(aysel, tip);
        String called = "select 1 from " + VitalInterests.LATE.replace("?1", "'2026-11-24T10:35:30Z'")
                + " l where tip_id = '" + id + "'";

        PinnedClock.at("2026-11-24T10:35:30Z", () -> {
            // Then
            assertThat(late(aysel)).contains(id);
            assertThat(late(rauf)).contains(id);
            assertThat(LocalPostgres.column(called)).hasSize(1);

            // When
            approve(rauf, tip);

            // Then
            assertThat(late(rauf)).doesNotContain(id);
        });
        assertThat(LocalPostgres.column(called)).isEmpty();
        assertThat(LocalPostgres.column(
                        "select 1 from vital_interest where second_by is not null and tip_id = '" + id + "'"))
                .isEmpty();
    }

    /** A version that knows of no such time leaves it. */
    @Test
    void what_old_code_has_decided_calls_nobody() throws SQLException {
        // Given
        Sent tip = untold();
        propose(aysel, tip);
        approve(rauf, tip);

        // When
        LocalPostgres.asOwner(
                "update vital_interest set second_by = '2026-11-24T10:00:00Z' where tip_id = '" + tip.tipId() + "'");

        // Then
        assertThat(LocalPostgres.column("select 1 from " + VitalInterests.LATE.replace("?1", "'2026-11-24T10:35:30Z'")
                        + " l where tip_id = '" + tip.tipId() + "'"))
                .isEmpty();
    }

    @Test
    void danger_that_staff_found_goes_out_thin_with_the_region_that_they_named_and_can_be_called_off() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        aysel.post(Desk.path(tip) + "/opened", "");
        HttpResponse<String> proposed = propose(aysel, tip, FOUND);

        // When
        HttpResponse<String> approved = approve(rauf, tip);

        // Then
        assertThat(proposed.statusCode()).isEqualTo(204);
        assertThat(approved.statusCode()).isEqualTo(202);
        assertThat(proposal(tip).path("found")).isEqualTo(Json.of(FOUND));
        String alertId = desk.view(tip).at("/alert/alertId").asText();
        await().atMost(Desk.LIMIT).until(() -> !farEnds.dataAtNotify(alertId).isEmpty());
        JsonNode told = farEnds.dataAtNotify(alertId).get(0);
        assertThat(told.path("threat")).isEqualTo(Json.of(FOUND));
        assertThat(told.path("consents")).isEqualTo(Json.of("{\"details\":false}"));
        assertThat(told.path("decision").asText()).isEqualTo("confirmed");
        assertThat(desk.view(tip).at("/threat/who").asText()).isEqualTo("none");
        assertThat(Desk.deeds(tip)).contains("aysel alert.proposed", "rauf alert.raised");
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();
        aysel.post(Desk.path(tip) + "/alert/cancellation", "");
        assertThat(rauf.post(Desk.path(tip) + "/alert/cancellation", "").statusCode())
                .isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> farEnds.dataAtNotify(alertId).size() == 2);
        assertThat(farEnds.dataAtNotify(alertId).get(1).path("decision").asText())
                .isEqualTo("cancelled");
    }

    /** With the same reason, and another danger or part of the world. */
    @Test
    void a_proposal_that_replaces_the_one_that_was_read_is_not_approved() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        aysel.post(Desk.path(tip) + "/opened", "");
        propose(aysel, tip, FOUND);
        String read = proposal(tip).path("digest").asText();
        aysel.post(Desk.path(tip) + "/vital-interest/drop", "");
        propose(aysel, tip, FOUND.replace("145", "030"));

        // When
        HttpResponse<String> approved = approve(rauf, tip, read);

        // Then
        refused(approved, "changed");
        assertThat(desk.view(tip).has("alert")).isFalse();
        assertThat(rauf.post(Desk.path(tip) + "/vital-interest/approval", "{}").statusCode())
                .isEqualTo(400);
        assertThat(approve(rauf, tip).statusCode()).isEqualTo(202);
    }

    @Test
    void a_source_who_deletes_everything_calls_off_what_staff_found() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        aysel.post(Desk.path(tip) + "/opened", "");
        propose(aysel, tip, FOUND);
        approve(rauf, tip);
        String alertId = desk.view(tip).at("/alert/alertId").asText();

        // When
        farEnds.sendFromIntake(tip.erased());

        // Then
        await().atMost(Desk.LIMIT).until(() -> farEnds.dataAtNotify(alertId).size() == 2);
        assertThat(farEnds.dataAtNotify(alertId).get(1).path("decision").asText())
                .isEqualTo("cancelled");
    }

    @Test
    void the_entry_shows_that_somebody_altered_what_staff_found() throws SQLException {
        // Given
        Sent tip = desk.receive(Sent.routine());
        aysel.post(Desk.path(tip) + "/opened", "");
        propose(aysel, tip, FOUND);

        // When
        LocalPostgres.asOwner("update vital_interest set found_region = '030' where tip_id = '" + tip.tipId() + "'");

        // Then
        assertThat(Audit.differences(tip.tipId().toString())).containsExactly("alert.proposed altered");
    }

    @Test
    void a_proposal_calls_everybody_else_of_the_queue_until_somebody_has_decided() {
        // Given
        Sent tip = untold();
        Sent secret = desk.receive(Sent.danger(DUE).withoutConsent());
        propose(aysel, tip);
        propose(aysel, secret);

        // When
        List<String> hers = waiting(aysel);
        List<String> his = waiting(rauf);

        // Then
        String id = tip.tipId().toString();
        assertThat(his).contains(id).doesNotContain(secret.tipId().toString());
        assertThat(hers).doesNotContain(id);
        approve(rauf, tip);
        assertThat(waiting(rauf)).doesNotContain(id);
    }

    @Test
    void one_member_does_not_fill_the_list_of_the_others() throws SQLException {
        // Given
        String hers = "delete from vital_interest where proposer = 'aysel' and approver is null";
        LocalPostgres.asOwner(hers);
        for (int i = 0; i < 50; i++) {
            assertThat(propose(aysel, untold()).statusCode()).isEqualTo(204);
        }
        Sent last = untold();

        // When
        HttpResponse<String> refused = propose(aysel, last);

        // Then
        refused(refused, "too-many");
        assertThat(propose(rauf, last).statusCode()).isEqualTo(204);
        LocalPostgres.asOwner(hers);
    }

    @Test
    void it_can_be_called_off_and_no_details_go_with_it() {
        // Given
        Sent tip = untold();
        propose(aysel, tip);
        approve(rauf, tip);
        String alertId = desk.view(tip).at("/alert/alertId").asText();

        // When
        HttpResponse<String> confirmed = aysel.post(Desk.path(tip) + "/alert/confirmation", "");
        aysel.post(Desk.path(tip) + "/opened", "");
        aysel.post(Desk.path(tip) + "/alert/cancellation", "");
        HttpResponse<String> cancelled = rauf.post(Desk.path(tip) + "/alert/cancellation", "");

        // Then
        // It is confirmed since it was raised, and once more tells nobody twice.
        assertThat(confirmed.statusCode()).isEqualTo(202);
        assertThat(cancelled.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> farEnds.dataAtNotify(alertId).size() == 2);
        assertThat(farEnds.dataAtNotify(alertId))
                .extracting(data -> data.path("decision").asText())
                .containsExactly("confirmed", "cancelled");
    }

    @Test
    void a_source_who_deletes_everything_calls_it_off() {
        // Given
        Sent tip = untold();
        propose(aysel, tip);
        approve(rauf, tip);
        String alertId = desk.view(tip).at("/alert/alertId").asText();

        // When
        farEnds.sendFromIntake(tip.erased());

        // Then
        await().atMost(Desk.LIMIT).until(() -> farEnds.dataAtNotify(alertId).size() == 2);
        assertThat(farEnds.dataAtNotify(alertId))
                .extracting(data -> data.path("decision").asText())
                .containsExactly("confirmed", "cancelled");
        assertThat(desk.view(tip).has("erasingDue")).isTrue();
    }

    @Test
    void nobody_approves_what_they_proposed_and_no_session_alone_does_either() {
        // Given
        Sent tip = untold();
        HttpResponse<String> unasked = propose(Browser.signIn("aysel"), tip);
        propose(aysel, tip);

        // When
        List<HttpResponse<String>> answers = List.of(approve(aysel, tip), propose(rauf, tip));
        HttpResponse<String> alone = approve(Browser.signIn("rauf"), tip);

        // Then
        assertThat(unasked.body()).contains("/problems/step-up");
        refused(answers.get(0), "four-eyes");
        refused(answers.get(1), "proposed");
        assertThat(alone.body()).contains("/problems/step-up");
        assertThat(desk.view(tip).has("alert")).isFalse();
        assertThat(Desk.deeds(tip)).containsExactly("aysel alert.proposed");
    }

    @Test
    void the_second_person_reads_why_and_may_decide_against_it() {
        // Given
        Sent tip = untold();
        propose(aysel, tip);
        byte[] reason = rauf.send(rauf.request(Desk.path(tip) + "/vital-interest/reason"), BodyHandlers.ofByteArray())
                .body();

        // When
        HttpResponse<String> dropped = rauf.post(Desk.path(tip) + "/vital-interest/drop", "{}");

        // Then
        assertThat(reason).isEqualTo(Base64.getDecoder().decode(REASON));
        assertThat(dropped.statusCode()).isEqualTo(204);
        assertThat(approve(rauf, tip).statusCode()).isEqualTo(404);
        assertThat(proposal(tip).isMissingNode()).isTrue();
        assertThat(Desk.deeds(tip)).containsExactly("aysel alert.proposed", "rauf alert.not-raised");
    }

    @Test
    void nothing_is_raised_without_danger_or_over_the_word_of_a_source_who_spoke() {
        // Given
        Sent allowed = desk.receive(Sent.danger(DUE).in("general"));
        Sent routine = desk.receive(Sent.routine());
        Sent raised = untold();
        propose(aysel, raised);
        approve(rauf, raised);

        // When
        List<HttpResponse<String>> answers =
                List.of(propose(aysel, allowed), propose(aysel, routine), approve(rauf, raised));

        // Then
        refused(answers.get(0), "alert-known");
        refused(answers.get(1), "no-threat");
        refused(answers.get(2), "decided");
    }

    @Test
    void somebody_who_holds_no_key_of_the_queue_sees_nothing_of_it() {
        // Given
        Sent secret = desk.receive(Sent.danger(DUE).withoutConsent());
        propose(aysel, secret);

        // When
        List<Integer> answers = List.of(
                rauf.get(Desk.path(secret) + "/vital-interest").statusCode(),
                rauf.get(Desk.path(secret) + "/vital-interest/reason").statusCode(),
                approve(rauf, secret).statusCode(),
                propose(rauf, secret).statusCode(),
                rauf.post(Desk.path(secret) + "/vital-interest/drop", "{}").statusCode());

        // Then
        assertThat(answers).containsOnly(404);
    }

    @Test
    void a_reason_is_sealed() {
        // Given
        Sent tip = untold();

        // When
        HttpResponse<String> plain =
                aysel.post(Desk.path(tip) + "/vital-interest", "{\"reason\":\"she will be taken\"}");
        HttpResponse<String> none = aysel.post(Desk.path(tip) + "/vital-interest", "{}");

        // Then
        assertThat(plain.statusCode()).isEqualTo(422);
        assertThat(plain.body()).doesNotContain("taken");
        assertThat(none.statusCode()).isEqualTo(400);
    }

    @Test
    void danger_that_is_not_named_whole_is_refused() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        aysel.post(Desk.path(tip) + "/opened", "");

        // When
        List<Integer> answers = List.of(
                propose(aysel, tip, "{\"who\":\"someone-else\"}").statusCode(),
                propose(aysel, tip, "{\"who\":\"someone-else\",\"when\":\"hours\",\"region\":\"Baku\"}")
                        .statusCode(),
                propose(aysel, tip, "{\"who\":\"none\"}").statusCode());

        // Then
        assertThat(answers).containsExactly(400, 400, 409);
        assertThat(proposal(tip).isMissingNode()).isTrue();
    }

    private Sent untold() {
        return desk.receive(Sent.danger(DUE).in("general").withoutConsent());
    }

    @Test
    void the_entry_shows_that_somebody_altered_the_reason() throws SQLException {
        // Given
        Sent tip = untold();
        propose(aysel, tip);
        approve(rauf, tip);
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();

        // When
        LocalPostgres.asOwner(
                "update vital_interest set reason = set_byte(reason, 99, 255 - get_byte(reason, 99)) where tip_id = '"
                        + tip.tipId() + "'");

        // Then
        assertThat(Audit.differences(tip.tipId().toString()))
                .containsExactly("alert.proposed altered", "alert.raised altered");
    }

    private static List<String> late(Browser member) {
        return Json.of(member.get("/api/alarms")).at("/asked/late").findValuesAsText("tipId");
    }

    private static List<String> waiting(Browser member) {
        return Json.of(member.get("/api/alarms")).at("/asked/alerts").findValuesAsText("tipId");
    }

    private static JsonNode proposal(Sent tip) {
        return Json.of(aysel.get(Desk.path(tip) + "/vital-interest")).path("proposal");
    }

    private static HttpResponse<String> propose(Browser member, Sent tip) {
        return member.post(Desk.path(tip) + "/vital-interest", "{\"reason\":\"%s\"}".formatted(REASON));
    }

    private static HttpResponse<String> propose(Browser member, Sent tip, String found) {
        return member.post(
                Desk.path(tip) + "/vital-interest", "{\"reason\":\"%s\",\"found\":%s}".formatted(REASON, found));
    }

    private static HttpResponse<String> approve(Browser member, Sent tip) {
        return approve(member, tip, proposal(tip).path("digest").asText());
    }

    private static HttpResponse<String> approve(Browser member, Sent tip, String digest) {
        return member.post(Desk.path(tip) + "/vital-interest/approval", "{\"digest\":\"" + digest + "\"}");
    }

    private static void refused(HttpResponse<String> answer, String problem) {
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Json.of(answer).path("type").asText()).isEqualTo("/problems/" + problem);
    }
}
