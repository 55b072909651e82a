package org.penah.triage.details;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.outbox.EventJson;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PartnerLine;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;

/** Details are written by one member and approved by another; every step as the service allows it, over HTTP and the broker. */
@QuarkusTest
class DetailsTest {

    private static final String SEALED =
            sample("details-approved").at("/data/sealed").asText();
    /** Another sealed text of the same form. */
    private static final String COPY = sample("reply-sent").at("/data/sealed").asText();

    private static final String RECIPIENT = "age1pq1" + "q".repeat(1950);
    /** The lock that an entry of the journal holds. */
    private static final long JOURNAL = 0x6a6f75726e616cL;

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
    void what_one_wrote_calls_everybody_else_of_the_queue_until_somebody_has_approved_it() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);

        // When
        List<String> hers = waiting(aysel);
        List<String> his = waiting(rauf);

        // Then
        String id = tip.tipId().toString();
        assertThat(his).containsOnlyOnce(id);
        assertThat(hers).doesNotContain(id);
        approve(rauf, tip, detailsId);
        assertThat(waiting(rauf)).doesNotContain(id);
    }

    @Test
    void those_come_first_that_are_for_an_alert_that_the_desk_has_confirmed() throws SQLException {
        // Given
        Sent older = told();
        write(aysel, older, UUID.randomUUID());
        LocalPostgres.asOwner("update details set written_on = written_on - 1 where tip_id = '" + older.tipId() + "'");
        Sent confirmed = told();
        write(aysel, confirmed, UUID.randomUUID());
        List<String> both = List.of(older.tipId().toString(), confirmed.tipId().toString());
        assertThat(waiting(rauf)).containsSubsequence(both);

        // When
        aysel.post(Desk.path(confirmed) + "/alert/confirmation", "");

        // Then
        assertThat(waiting(rauf)).containsSubsequence(both.get(1), both.get(0));
    }

    @Test
    void what_no_second_member_reads_in_time_is_an_alarm_for_everybody_of_the_queue() throws Throwable {
        // Given
        Sent tip = told();
        String id = tip.tipId().toString();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);
        assertThat(late(rauf)).doesNotContain(id);

        PinnedClock.at("2026-11-24T10:35:30Z", () -> {
            // Then
            assertThat(late(aysel)).contains(id);
            assertThat(late(rauf)).contains(id);

            // When
            approve(rauf, tip, detailsId);

            // Then
            assertThat(late(rauf)).doesNotContain(id);
        });
        assertThat(LocalPostgres.column("select 1 from details where second_by is not null and tip_id = '" + id + "'"))
                .isEmpty();
    }

    @Test
    void details_that_can_no_longer_be_approved_call_nobody() throws Throwable {
        // Given
        Sent tip = told();
        write(aysel, tip, UUID.randomUUID());
        assertThat(waiting(rauf)).contains(tip.tipId().toString());

        // When
        farEnds.sendFromNotify(fromNotify("alert.changed", """
                {"alertId":"%s","revision":2,"state":"resolved","basis":"source-asserted","partners":[
                {"name":"%s","state":"resolved","attempts":1,"since":"2026-11-24T10:01:00Z"}]}""".formatted(tip.alertId(), partner(tip))));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/state").asText().equals("resolved"));

        // Then
        assertThat(waiting(rauf)).doesNotContain(tip.tipId().toString());
        PinnedClock.at(
                "2026-11-24T10:35:30Z",
                () -> assertThat(late(rauf)).doesNotContain(tip.tipId().toString()));
    }

    @Test
    void what_one_wrote_and_another_approved_reaches_notify_as_it_was_sealed_and_without_a_name() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        assertThat(write(aysel, tip, detailsId).statusCode()).isEqualTo(204);
        assertThat(listed(tip, 0).path("state").asText()).isEqualTo("waiting");

        // When
        HttpResponse<String> approved = approve(rauf, tip, detailsId);

        // Then
        assertThat(approved.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> !atNotify(tip).isEmpty());
        assertThat(atNotify(tip))
                .containsExactly(
                        Json.of("{\"detailsId\":\"%s\",\"alertId\":\"%s\",\"partner\":\"%s\",\"sealed\":\"%s\"}"
                                .formatted(detailsId, tip.alertId(), partner(tip), SEALED)));
        assertThat(listed(tip, 0).path("state").asText()).isEqualTo("approved");
        assertThat(listed(tip, 0).path("writer").asText()).isEqualTo("aysel");
        assertThat(listed(tip, 0).path("approver").asText()).isEqualTo("rauf");
        assertThat(ofDetails(tip)).containsExactly("aysel details.written", "rauf details.released");
        assertThat(LocalPostgres.column(
                        "select state from details where sealed is null and tip_id = '" + tip.tipId() + "'"))
                .containsExactly("RELEASED");
    }

    @Test
    void both_events_are_those_of_the_contract() {
        // When
        String approved = Contracts.roundTrip(Contracts.sample("details-approved"), DetailsApproved.class);
        String changed = Contracts.roundTrip(Contracts.sample("details-changed"), DetailsChanged.class);

        // Then
        assertThat(Json.of(approved)).isEqualTo(sample("details-approved"));
        assertThat(Contracts.violations("details-approved.v1", approved)).isEmpty();
        assertThat(Json.of(changed)).isEqualTo(sample("details-changed"));
        assertThat(Contracts.violations("details-changed.v1", changed)).isEmpty();
        String spoilt = sample("details-approved").toString().replace(SEALED, "aGVsbG8=");
        assertThatThrownBy(() -> EventJson.read(spoilt.getBytes(StandardCharsets.UTF_8), DetailsApproved.class))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void the_second_person_reads_what_the_first_one_wrote() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);

        // When
        byte[] copy = bytes(rauf, tip, detailsId, "copy").body();
        byte[] sealed = bytes(rauf, tip, detailsId, "sealed").body();

        // Then
        assertThat(copy).isEqualTo(Base64.getDecoder().decode(COPY));
        assertThat(sealed).isEqualTo(Base64.getDecoder().decode(SEALED));
        approve(rauf, tip, detailsId);
        assertThat(bytes(rauf, tip, detailsId, "sealed").statusCode()).isEqualTo(404);
        assertThat(bytes(aysel, tip, detailsId, "copy").statusCode()).isEqualTo(200);
        assertThat(ofDetails(tip))
                .containsExactly(
                        "aysel details.written", "rauf details.seen", "rauf details.released", "aysel details.seen");
    }

    @Test
    void nobody_approves_what_they_wrote_themselves() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);

        // When
        HttpResponse<String> refused = approve(aysel, tip, detailsId);

        // Then
        refused(refused, "four-eyes");
        assertThat(listed(tip, 0).path("state").asText()).isEqualTo("waiting");
        assertThat(ofDetails(tip)).containsExactly("aysel details.written");
    }

    @Test
    void a_session_alone_approves_nothing() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);

        // When
        HttpResponse<String> refused = approve(Browser.signIn("rauf"), tip, detailsId);

        // Then
        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body()).contains("/problems/step-up");
        assertThat(listed(tip, 0).path("state").asText()).isEqualTo("waiting");
    }

    @Test
    void somebody_who_holds_no_key_of_the_queue_sees_and_approves_nothing() {
        // Given
        Sent tip = told(Sent.danger(DUE));
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);
        Sent own = told();

        // When
        List<Integer> answers = List.of(
                rauf.get(Desk.path(tip) + "/details").statusCode(),
                bytes(rauf, tip, detailsId, "copy").statusCode(),
                bytes(rauf, tip, detailsId, "sealed").statusCode(),
                approve(rauf, tip, detailsId).statusCode(),
                write(rauf, tip, UUID.randomUUID()).statusCode(),
                // Through a tip that is theirs.
                bytes(rauf, own, detailsId, "copy").statusCode(),
                approve(rauf, own, detailsId).statusCode());

        // Then
        assertThat(answers).containsOnly(404);
        assertThat(ofDetails(tip)).containsExactly("aysel details.written");
    }

    @Test
    void a_consent_that_is_withdrawn_takes_back_what_waits() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);

        // When
        farEnds.sendFromIntake(tip.withdrawn(true, false));

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> listed(tip, 0).path("state").asText().equals("taken-back"));
        refused(approve(rauf, tip, detailsId), "no-consent");
        refused(write(aysel, tip, UUID.randomUUID()), "no-consent");
        assertThat(bytes(rauf, tip, detailsId, "sealed").statusCode()).isEqualTo(404);
        assertThat(ofDetails(tip))
                .containsExactly("aysel details.written", "(source) consent.withdrawn", "(source) details.taken-back");
        assertThat(atNotify(tip)).isEmpty();
    }

    @Test
    void a_withdrawal_that_waits_for_a_colleague_keeps_nobody_from_the_journal() throws SQLException {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);

        // When
        LocalPostgres.beforeWaiting("update details set writer = writer where details_id = '" + detailsId + "'", () -> {
            farEnds.sendFromIntake(tip.withdrawn(true, false));
            await().until(() -> !LocalPostgres.column("select 1 from pg_stat_activity where wait_event_type = 'Lock'"
                            + " and query like 'update details%'")
                    .isEmpty());

            // Then
            await().until(() -> LocalPostgres.column("select pg_try_advisory_xact_lock(" + JOURNAL + ")")
                    .equals(List.of("t")));
        });
        await().atMost(Desk.LIMIT)
                .until(() -> listed(tip, 0).path("state").asText().equals("taken-back"));
    }

    @Test
    void what_was_approved_is_not_taken_back_here_for_it_has_left() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);
        approve(rauf, tip, detailsId);

        // When
        farEnds.sendFromIntake(tip.withdrawn(false, false));
        await().atMost(Desk.LIMIT).until(() -> desk.view(tip).has("withdrawnOn"));
        farEnds.sendFromNotify(changed(detailsId, tip, "destroyed", "2026-11-25"));

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> listed(tip, 0).path("state").asText().equals("destroyed"));
        assertThat(ofDetails(tip))
                .containsExactly(
                        "aysel details.written",
                        "rauf details.released",
                        "(source) consent.withdrawn",
                        "(channel) details.destroyed");
    }

    @Test
    void the_desk_hears_that_they_were_fetched_whatever_comes_first() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);
        approve(rauf, tip, detailsId);

        // When
        farEnds.sendFromNotify(changed(detailsId, tip, "destroyed", "2026-11-27"));
        farEnds.sendFromNotify(changed(detailsId, tip, "read", "2026-11-25"));
        farEnds.sendFromNotify(changed(detailsId, tip, "read", "2026-11-26"));
        farEnds.sendFromNotify(changed(detailsId, tip, "ready", "2026-11-24"));
        farEnds.sendFromNotify(changed(UUID.randomUUID(), tip, "read", "2026-11-24"));

        // Then each once in the journal, and the first day stays
        told();
        await().atMost(Desk.LIMIT).until(() -> listed(tip, 0).has("readOn"));
        assertThat(listed(tip, 0).path("state").asText()).isEqualTo("destroyed");
        assertThat(listed(tip, 0).path("readOn").asText()).isEqualTo("2026-11-25");
        assertThat(ofDetails(tip))
                .containsExactly(
                        "aysel details.written",
                        "rauf details.released",
                        "(channel) details.destroyed",
                        "(partner) details.fetched");
    }

    @Test
    void what_is_asked_for_again_happens_once() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);
        write(aysel, tip, detailsId);
        approve(rauf, tip, detailsId);

        // When
        HttpResponse<String> again = approve(rauf, tip, detailsId);

        // Then
        assertThat(again.statusCode()).isEqualTo(202);
        refused(approve(aysel, tip, detailsId), "decided");
        refused(rauf.post(Desk.path(tip) + "/details/" + detailsId + "/drop", "{}"), "decided");
        assertThat(ofDetails(tip)).containsExactly("aysel details.written", "rauf details.released");
        Sent other = told();
        refused(write(aysel, other, detailsId), "details-taken");
    }

    @Test
    void what_was_decided_against_is_not_approved() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);

        // When
        HttpResponse<String> dropped = rauf.post(Desk.path(tip) + "/details/" + detailsId + "/drop", "{}");

        // Then
        assertThat(dropped.statusCode()).isEqualTo(204);
        refused(approve(rauf, tip, detailsId), "decided");
        assertThat(listed(tip, 0).path("state").asText()).isEqualTo("dropped");
        assertThat(ofDetails(tip)).containsExactly("aysel details.written", "rauf details.dropped");
    }

    @Test
    void a_text_for_a_key_that_the_partner_no_longer_has_is_not_approved() {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);
        String other = RECIPIENT.replace("age1pq1q", "age1pq1p");
        farEnds.sendFromNotify(introduced(tip, 2, other));
        await().atMost(Desk.LIMIT).until(() -> aysel.get("/api/partners").body().contains(other));

        // When
        HttpResponse<String> refused = approve(rauf, tip, detailsId);

        // Then
        refused(refused, "other-key");
        assertThat(atNotify(tip)).isEmpty();
    }

    /** notify-service, or an intruder in it, reports a different key to the desk from the one that two members heard. */
    @Test
    void a_text_for_a_key_that_two_members_have_not_heard_is_not_kept() throws SQLException {
        // Given
        Sent tip = told();
        heard(tip, "age1pq1" + "z".repeat(1950));

        // When
        HttpResponse<String> refused = write(aysel, tip, UUID.randomUUID());

        // Then
        refused(refused, "key-not-heard");
        assertThat(ofDetails(tip)).isEmpty();

        // When it is the one that they heard
        heard(tip, RECIPIENT);

        // Then
        assertThat(write(aysel, tip, UUID.randomUUID()).statusCode()).isEqualTo(204);
    }

    /** Two members have taken the partner in at the desk, by this recipient. */
    private static void heard(Sent tip, String recipient) throws SQLException {
        String statement = PartnerLine.of("join-" + "0".repeat(32), partner(tip), recipient, PartnerLine.keyPair());
        LocalPostgres.asOwner("""
                insert into partner_decision (name, version, id, facts, decided_by, approved_by, decided_on)
                select '%1$s', count(*) + 1, gen_random_uuid(),
                    json_build_object('name', '%1$s', 'version', count(*) + 1, 'disabled', false, 'statement', '%2$s')::text,
                    'kamran', 'aysel', '2026-11-24'
                from partner_decision where name = '%1$s'""".formatted(partner(tip), statement));
    }

    @Test
    void what_is_not_sealed_as_it_must_be_is_refused_without_being_quoted() {
        // Given
        Sent tip = told();

        // When
        List<HttpResponse<String>> answers = List.of(
                write(aysel, tip, UUID.randomUUID(), "hello", COPY),
                write(aysel, tip, UUID.randomUUID(), SEALED, "hello"));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).contains("/problems/not-details").doesNotContain("hello");
        });
        assertThat(ofDetails(tip)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"detailsId\":\"5a6b7c8d-9e0f-1a1b-8c2d-3e4f5a6b7c8d\"}"})
    void what_is_no_text_at_all_is_a_bad_request(String body) {
        // When
        HttpResponse<String> answer = aysel.post(Desk.path(Sent.routine()) + "/details", body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    /** A tip in a queue that both read, whose alert has reached its own partner. */
    /** Without what became of the alert. */
    private static List<String> ofDetails(Sent tip) {
        return Desk.deeds(tip).stream()
                .filter(deed -> !deed.endsWith(" alert.changed"))
                .toList();
    }

    private Sent told() {
        return told(Sent.danger(DUE).in("general"));
    }

    @ParameterizedTest
    @CsvSource({
        "partner = 'elsewhere', details.written details.released",
        "recipient = 'age1pq1other', details.written details.released",
        "writer = 'kamran', details.written",
        "approver = 'kamran', details.released"
    })
    void the_entry_shows_that_somebody_altered_for_whom_it_was(String altered, String entries) throws SQLException {
        // Given
        Sent tip = told();
        UUID detailsId = UUID.randomUUID();
        write(aysel, tip, detailsId);
        approve(rauf, tip, detailsId);
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();

        // When
        LocalPostgres.asOwner("update details set " + altered + " where details_id = '" + detailsId + "'");

        // Then
        assertThat(Audit.differences(tip.tipId().toString()))
                .containsExactly(Arrays.stream(entries.split(" "))
                        .map(deed -> deed + " altered")
                        .toArray(String[]::new));
    }

    private Sent told(Sent tip) {
        desk.receive(tip);
        farEnds.sendFromNotify(introduced(tip, 1, RECIPIENT));
        farEnds.sendFromNotify(fromNotify("alert.changed", """
                {"alertId":"%s","revision":1,"state":"delivered","basis":"source-asserted","partners":[
                {"name":"%s","state":"delivered","attempts":1,"since":"2026-11-24T10:01:00Z"}]}""".formatted(tip.alertId(), partner(tip))));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/partners/0").has("name"));
        await().atMost(Desk.LIMIT).until(() -> aysel.get("/api/partners").body().contains(partner(tip)));
        return tip;
    }

    private static String partner(Sent tip) {
        return "p" + tip.tipId().toString().substring(0, 8);
    }

    private static byte[] introduced(Sent tip, int revision, String recipient) {
        return fromNotify("partner.changed", """
                {"name":"%s","revision":%d,"channel":"slots","tier":1,"languages":["en"],"recipient":"%s","faults":[]}""".formatted(partner(tip), revision, recipient));
    }

    private static byte[] changed(UUID detailsId, Sent tip, String state, String day) {
        return fromNotify("details.changed", """
                {"detailsId":"%s","alertId":"%s","partner":"%s","state":"%s","day":"%s"}""".formatted(detailsId, tip.alertId(), partner(tip), state, day));
    }

    private static byte[] fromNotify(String type, String data) {
        return """
                {"specversion":"1.0","id":"%s","source":"/notify","type":"org.penah.%s.v1",
                "datacontenttype":"application/json","data":%s}""".formatted(UUID.randomUUID(), type, data).getBytes(StandardCharsets.UTF_8);
    }

    private List<JsonNode> atNotify(Sent tip) {
        return farEnds.dataAtNotify(tip.alertId().toString());
    }

    private static JsonNode listed(Sent tip, int index) {
        return Json.of(aysel.get(Desk.path(tip) + "/details")).path(index);
    }

    private static List<String> late(Browser member) {
        return Json.of(member.get("/api/alarms")).at("/asked/late").findValuesAsText("tipId");
    }

    private static List<String> waiting(Browser member) {
        return Json.of(member.get("/api/alarms")).at("/asked/details").findValuesAsText("tipId");
    }

    private static HttpResponse<String> write(Browser member, Sent tip, UUID detailsId) {
        return write(member, tip, detailsId, SEALED, COPY);
    }

    private static HttpResponse<String> write(Browser member, Sent tip, UUID detailsId, String sealed, String copy) {
        return member.post(
                Desk.path(tip) + "/details",
                "{\"detailsId\":\"%s\",\"partner\":\"%s\",\"recipient\":\"%s\",\"sealed\":\"%s\",\"copy\":\"%s\"}"
                        .formatted(detailsId, partner(tip), RECIPIENT, sealed, copy));
    }

    private static HttpResponse<String> approve(Browser member, Sent tip, UUID detailsId) {
        return member.post(Desk.path(tip) + "/details/" + detailsId + "/approval", "{}");
    }

    private static HttpResponse<byte[]> bytes(Browser member, Sent tip, UUID detailsId, String what) {
        return member.send(
                member.request(Desk.path(tip) + "/details/" + detailsId + "/" + what), BodyHandlers.ofByteArray());
    }

    private static void refused(HttpResponse<String> answer, String problem) {
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(Json.of(answer).path("type").asText()).isEqualTo("/problems/" + problem);
    }

    private static JsonNode sample(String name) {
        return Json.of(new String(Contracts.sample(name), StandardCharsets.UTF_8));
    }
}
