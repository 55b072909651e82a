package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.hibernate.reactive.mutiny.Mutiny;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.tip.TipCounts;

/** Aysel reads both queues, Rauf only {@code general}. */
@QuarkusTest
class MoveTest {

    private static final String DUE = "2026-11-24T10:10:00Z";
    private static final String TO_THREAT = "general/1 threat/1";
    private static final String NOTE = "\"" + StepTest.NOTE + "\"";

    /** The lock under which deeds about keys come one after another. */
    private static final long KEYS = 0x70656f706c65L;

    private static Browser aysel;
    private static Browser rauf;

    @Inject
    Desk desk;

    @Inject
    TipCounts counts;

    @Inject
    Mutiny.SessionFactory sessions;

    @BeforeAll
    static void asked_who_they_are() {
        aysel = Browser.steppedUp("aysel");
        rauf = Browser.steppedUp("rauf");
    }

    @Test
    void who_reads_only_the_queue_that_a_tip_left_finds_it_nowhere() {
        // Given
        Sent tip = opened(Sent.routine());
        UUID stepId = UUID.randomUUID();
        assertThat(take(rauf, tip, stepId, "note", "null", NOTE).statusCode()).isEqualTo(204);
        take(aysel, tip, UUID.randomUUID(), "note", "null", NOTE, ",\"mentions\":[\"rauf\"]");
        String mentioned = mentionOf(tip);
        take(rauf, tip, "claim");

        // When
        HttpResponse<String> moved = move(aysel, tip, TO_THREAT);

        // Then
        assertThat(moved.statusCode()).isEqualTo(204);
        String path = Desk.path(tip);
        assertThat(Stream.of(
                                rauf.get(path),
                                rauf.get(path + "/blob"),
                                rauf.get(path + "/steps"),
                                rauf.get(path + "/steps/" + stepId + "/note"),
                                rauf.get(path + "/replies"),
                                rauf.get(path + "/details"),
                                rauf.get(path + "/vital-interest"),
                                rauf.post(path + "/opened", ""),
                                rauf.post("/api/mentions/" + mentioned + "/seen", ""),
                                move(rauf, tip, "threat/1 general/1"),
                                take(rauf, tip, "release"))
                        .map(HttpResponse::statusCode))
                .containsOnly(404);
        assertThat(rauf.get("/api/tips?queue=general").body())
                .doesNotContain(tip.tipId().toString());
        assertThat(rauf.get("/api/mentions").body()).doesNotContain(tip.tipId().toString());
        assertThat(rauf.get("/api/alarms").body()).doesNotContain(tip.tipId().toString());
    }

    @Test
    void a_moved_tip_stands_in_its_new_queue_in_nobodys_hands_and_without_the_tags_of_the_old() throws SQLException {
        // Given
        Sent tip = opened(Sent.routine());
        take(aysel, tip, "claim");
        LocalPostgres.asOwner(
                "with made as (insert into tag (tag_id, queue, epoch, name) values (gen_random_uuid(), 'general', 1,"
                        + " decode(repeat('00', 9851), 'hex')) returning tag_id) insert into tip_tag (tip_id, tag_id) select '"
                        + tip.tipId()
                        + "', tag_id from made");
        String last = LocalPostgres.column("select max(position) from journal").get(0);

        // When
        move(aysel, tip, TO_THREAT);

        // Then
        JsonNode view = desk.view(tip);
        assertThat(view.path("queue").asText()).isEqualTo("threat");
        assertThat(view.path("epoch").asInt()).isEqualTo(1);
        assertThat(view.has("assignee")).isFalse();
        assertThat(view.path("tags")).isEmpty();
        assertThat(LocalPostgres.column("select who || ' ' || deed || ' ' || which from journal where position > "
                        + last + " and deed like 'tip.%' order by position"))
                .containsExactly(
                        "aysel tip.left general/1", "aysel tip.came threat/1", "aysel tip.moved " + tip.tipId());
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();
    }

    @Test
    void the_file_opens_by_the_header_that_the_browser_made_and_its_payload_is_the_same() {
        // Given
        String own = "age-encryption.org/v1\n-> mlkem768x25519 own\nbody\n--- " + "o".repeat(43) + "\n";
        Sent tip = opened(Sent.routine());
        LocalFolders.putBlob(tip.blobId(), (own + "the payload").getBytes(StandardCharsets.US_ASCII));

        // When
        move(aysel, tip, TO_THREAT);

        // Then
        assertThat(blob(tip))
                .isEqualTo(
                        new String(Base64.getDecoder().decode(header('n')), StandardCharsets.US_ASCII) + "the payload");
    }

    @Test
    void a_tip_that_opens_for_nobody_goes_back_to_the_queue_that_it_came_to() {
        // Given
        String file = "age-encryption.org/v1\n-> mlkem768x25519 own\nbody\n--- " + "o".repeat(43) + "\nthe payload";
        Sent tip = opened(Sent.routine());
        LocalFolders.putBlob(tip.blobId(), file.getBytes(StandardCharsets.US_ASCII));
        move(aysel, tip, TO_THREAT);

        // When
        HttpResponse<String> back = take(aysel, tip, UUID.randomUUID(), "give-back", "null", "null");

        // Then
        assertThat(back.statusCode()).isEqualTo(204);
        assertThat(rauf.get(Desk.path(tip)).statusCode()).isEqualTo(200);
        assertThat(blob(tip)).isEqualTo(file);
        assertThat(take(aysel, tip, UUID.randomUUID(), "give-back", "null", "null")
                        .statusCode())
                .isEqualTo(409);
        assertThat(Desk.deeds(tip)).endsWith("aysel tip.given-back", "aysel tip.blob-fetched");
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();
    }

    @Test
    void where_danger_is_reported_nobody_gives_it_back_alone() {
        // Given
        Sent tip = opened(Sent.danger(DUE).in("general"));
        ask(rauf, tip, "threat");
        move(aysel, tip, TO_THREAT);

        // When
        HttpResponse<String> alone = take(aysel, tip, UUID.randomUUID(), "give-back", "null", "null");

        // Then
        assertThat(Json.of(alone).path("type").asText()).isEqualTo("/problems/four-eyes");
        assertThat(rauf.get(Desk.path(tip)).statusCode()).isEqualTo(404);
    }

    /** The queue before may keep closed tips for less long. */
    @Test
    void what_is_closed_is_not_given_back() {
        // Given
        Sent tip = opened(Sent.routine());
        move(aysel, tip, TO_THREAT);
        take(aysel, tip, "close");

        // When
        HttpResponse<String> back = take(aysel, tip, UUID.randomUUID(), "give-back", "null", "null");

        // Then
        assertThat(Json.of(back).path("type").asText()).isEqualTo("/problems/closed");
    }

    @Test
    void the_epoch_that_a_moved_tip_came_to_is_still_needed() throws Throwable {
        // Given
        long before = open("general", 1);
        Sent tip = opened(Sent.routine());

        // When
        move(aysel, tip, TO_THREAT);

        // Then
        assertThat(open("general", 1)).isEqualTo(before + 1);
    }

    private long open(String queue, int epoch) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> sessions.withSession(counts::ofEpochs))
                .getOrDefault(new EpochId(queue, epoch), TipCounts.OfEpoch.NONE)
                .open();
    }

    @Test
    void danger_is_moved_by_two() {
        // Given
        Sent tip = opened(Sent.danger(DUE).in("general"));
        HttpResponse<String> alone = move(aysel, tip, TO_THREAT);
        ask(aysel, tip, "threat");
        HttpResponse<String> bothByOne = move(aysel, tip, TO_THREAT);
        ask(rauf, tip, "archive");
        HttpResponse<String> elsewhere = move(aysel, tip, TO_THREAT);
        ask(rauf, tip, "threat");
        String waiting = Json.of(aysel.get("/api/alarms")).at("/asked/moves").toString();

        // When
        HttpResponse<String> moved = move(aysel, tip, TO_THREAT);

        // Then
        assertThat(List.of(alone, bothByOne, elsewhere)).allSatisfy(refused -> {
            assertThat(refused.statusCode()).isEqualTo(409);
            assertThat(Json.of(refused).path("type").asText()).isEqualTo("/problems/four-eyes");
        });
        assertThat(waiting).contains(tip.tipId().toString());
        assertThat(moved.statusCode()).isEqualTo(204);
        assertThat(rauf.get(Desk.path(tip)).statusCode()).isEqualTo(404);
        assertThat(desk.view(tip).has("alert")).isTrue();
        assertThat(Json.of(aysel.get("/api/alarms")).at("/asked/moves").toString())
                .doesNotContain(tip.tipId().toString());
    }

    @Test
    void a_request_that_somebody_declined_moves_nothing() {
        // Given
        Sent tip = opened(Sent.danger(DUE).in("general"));
        ask(rauf, tip, "threat");
        take(aysel, tip, "keep-here");

        // When
        HttpResponse<String> moved = move(aysel, tip, TO_THREAT);

        // Then
        assertThat(moved.statusCode()).isEqualTo(409);
        assertThat(take(aysel, tip, "keep-here").statusCode()).isEqualTo(409);
        assertThat(desk.view(tip).path("queue").asText()).isEqualTo("general");
    }

    @Test
    void a_moved_tip_calls_its_new_queue_until_somebody_there_opens_it() {
        // Given
        Sent tip = opened(Sent.routine().in("threat"));
        take(aysel, tip, UUID.randomUUID(), "set-lane", "\"imminent\"", NOTE);

        // When
        move(aysel, tip, "threat/1 general/1");

        // Then
        assertThat(imminent(rauf)).contains(tip.tipId().toString());
        assertThat(desk.view(tip).path("movedBy").asText()).isEqualTo("aysel");
        aysel.post(Desk.path(tip) + "/opened", "");
        assertThat(imminent(aysel)).doesNotContain(tip.tipId().toString());
        assertThat(imminent(rauf)).contains(tip.tipId().toString());
        rauf.post(Desk.path(tip) + "/opened", "");
        assertThat(imminent(rauf)).doesNotContain(tip.tipId().toString());
        assertThat(desk.view(tip).has("movedBy")).isFalse();
    }

    @Test
    void what_was_merged_into_a_tip_stays_behind() {
        // Given
        Sent tip = opened(Sent.routine());
        Sent duplicate = opened(Sent.routine());
        take(aysel, duplicate, UUID.randomUUID(), "merge", '"' + tip.tipId().toString() + '"', "null");

        // When
        move(aysel, tip, TO_THREAT);

        // Then
        assertThat(desk.view(tip).path("queue").asText()).isEqualTo("threat");
        assertThat(desk.view(duplicate).path("finding").asText()).isEqualTo("duplicate");
        assertThat(desk.view(duplicate).path("queue").asText()).isEqualTo("general");
    }

    @Test
    void where_its_mover_alone_reads_the_new_queue_it_calls_nobody() {
        // Given
        Sent tip = opened(Sent.routine());

        // When
        move(aysel, tip, TO_THREAT);

        // Then
        assertThat(desk.view(tip).has("movedBy")).isFalse();
    }

    private static String imminent(Browser member) {
        return Json.of(member.get("/api/alarms")).path("imminent").toString();
    }

    @Test
    void while_somebody_asks_to_cancel_its_alert_a_tip_stays() {
        // Given
        Sent tip = opened(Sent.danger(DUE).in("general"));
        ask(rauf, tip, "threat");
        assertThat(aysel.post(Desk.path(tip) + "/alert/cancellation", "").statusCode())
                .isEqualTo(202);

        // When
        HttpResponse<String> moved = move(aysel, tip, TO_THREAT);

        // Then
        assertThat(Json.of(moved).path("type").asText()).isEqualTo("/problems/cancelling");
        assertThat(desk.view(tip).path("queue").asText()).isEqualTo("general");
    }

    @Test
    void while_an_answer_can_be_taken_back_a_tip_stays() {
        // Given
        Sent tip = opened(Sent.routine());
        rauf.post(
                Desk.path(tip) + "/replies",
                "{\"replyId\":\"%s\",\"sealed\":%s,\"copy\":%s,\"hold\":true}"
                        .formatted(UUID.randomUUID(), NOTE, NOTE));

        // When
        HttpResponse<String> moved = move(aysel, tip, TO_THREAT);

        // Then
        assertThat(Json.of(moved).path("type").asText()).isEqualTo("/problems/answer-waits");
    }

    @Test
    void a_tip_is_not_moved_to_a_key_that_is_to_be_destroyed() throws SQLException {
        // Given
        Sent tip = opened(Sent.routine());
        LocalPostgres.asOwner("insert into pending_deed (deed, which, asked_by, due, id)"
                + " values ('epoch.destroyed', 'threat/1', 'rauf', '2026-11-24T12:00:00Z', gen_random_uuid())");

        // When
        HttpResponse<String> moved = move(aysel, tip, TO_THREAT);

        // Then
        LocalPostgres.asOwner("delete from pending_deed where which = 'threat/1'");
        assertThat(Json.of(moved).path("type").asText()).isEqualTo("/problems/key-ending");
        assertThat(desk.view(tip).path("queue").asText()).isEqualTo("general");
    }

    @Test
    void while_keys_change_nothing_moves() throws Throwable {
        // Given
        Sent tip = opened(Sent.routine());

        // When
        LocalPostgres.during("select pg_advisory_xact_lock(" + KEYS + ")", () -> {
            HttpResponse<String> moved = move(aysel, tip, TO_THREAT);

            // Then
            assertThat(Json.of(moved).path("type").asText()).isEqualTo("/problems/keys-change");
        });
    }

    @Test
    void a_note_for_the_queue_that_a_tip_has_left_is_refused() {
        // Given
        Sent tip = opened(Sent.routine());
        move(aysel, tip, TO_THREAT);

        // When
        HttpResponse<String> noted =
                take(aysel, tip, UUID.randomUUID(), "note", "null", NOTE, ",\"sealedTo\":\"general/1\"");

        // Then
        assertThat(Json.of(noted).path("type").asText()).isEqualTo("/problems/moved");
        assertThat(take(aysel, tip, UUID.randomUUID(), "note", "null", NOTE, ",\"sealedTo\":\"threat/1\"")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void a_stolen_session_moves_nothing() {
        // Given
        Sent tip = opened(Sent.routine());
        Browser stolen = Browser.signIn("rauf");

        // When
        List<HttpResponse<String>> tried = List.of(
                move(stolen, tip, TO_THREAT), take(stolen, tip, UUID.randomUUID(), "give-back", "null", "null"));

        // Then
        assertThat(tried).allSatisfy(refused -> {
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(Json.of(refused).path("type").asText()).isEqualTo("/problems/step-up");
        });
        assertThat(desk.view(tip).path("queue").asText()).isEqualTo("general");
    }

    @Test
    void of_two_who_move_at_once_one_does() {
        // Given
        Sent tip = opened(Sent.routine());
        Supplier<HttpResponse<String>> mover = () -> move(aysel, tip, TO_THREAT);

        // When
        var one = CompletableFuture.supplyAsync(mover);
        var other = CompletableFuture.supplyAsync(mover);

        // Then
        assertThat(List.of(one.join().statusCode(), other.join().statusCode())).containsExactlyInAnyOrder(204, 409);
        assertThat(LocalPostgres.column("select kind from step where tip_id = '" + tip.tipId() + "' and kind = 'MOVE'"))
                .hasSize(1);
    }

    @Test
    void a_tip_in_a_colleagues_hands_stays() {
        // Given
        Sent tip = opened(Sent.routine());
        take(aysel, tip, "claim");

        // When
        HttpResponse<String> moved = move(rauf, tip, TO_THREAT);

        // Then
        assertThat(Json.of(moved).path("type").asText()).isEqualTo("/problems/held");
        assertThat(rauf.get(Desk.path(tip)).statusCode()).isEqualTo(200);
    }

    @Test
    void a_tip_about_which_something_waits_for_a_second_person_stays() throws SQLException {
        // Given
        Sent tip = opened(Sent.routine());
        LocalPostgres.asOwner("insert into vital_interest (tip_id, proposer, proposed_on, reason) values ('"
                + tip.tipId() + "', 'rauf', '2026-11-24', decode(repeat('00', 9851), 'hex'))");

        // When
        HttpResponse<String> moved = move(aysel, tip, TO_THREAT);

        // Then
        assertThat(Json.of(moved).path("type").asText()).isEqualTo("/problems/waits-for-second");
    }

    @Test
    void what_nobody_has_read_or_what_is_closed_stays() {
        // Given
        Sent unread = desk.receive(Sent.routine());
        Sent closed = opened(Sent.routine());
        take(aysel, closed, "close");

        // When
        List<HttpResponse<String>> refused = List.of(move(aysel, unread, TO_THREAT), move(aysel, closed, TO_THREAT));

        // Then
        assertThat(refused)
                .extracting(answer -> Json.of(answer).path("type").asText())
                .containsExactly("/problems/unread", "/problems/closed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "general/1 threat/2",
                "general/1 nowhere/1",
                "general/1 general/1",
                "general/2 threat/1",
                "threat/1 general/1"
            })
    void a_tip_goes_only_from_where_it_is_to_a_key_that_somebody_opens(String places) {
        // Given
        Sent tip = opened(Sent.routine());

        // When
        HttpResponse<String> moved = move(aysel, tip, places);

        // Then
        assertThat(moved.statusCode()).isEqualTo(409);
        assertThat(desk.view(tip).path("queue").asText()).isEqualTo("general");
        assertThat(rauf.get(Desk.path(tip)).statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_no_header_of_one_recipient_is_refused() {
        // Given
        Sent tip = opened(Sent.routine());
        String good = header('n');
        String more = Base64.getEncoder()
                .encodeToString((new String(Base64.getDecoder().decode(good), StandardCharsets.US_ASCII) + "x")
                        .getBytes(StandardCharsets.US_ASCII));

        // When
        List<Integer> statuses = Stream.of(more, good.substring(4), "canary", StepTest.NOTE)
                .map(header -> take(
                                aysel,
                                tip,
                                UUID.randomUUID(),
                                "move",
                                '"' + TO_THREAT + '"',
                                NOTE,
                                ",\"header\":\"" + header + '"')
                        .statusCode())
                .toList();

        // Then
        assertThat(statuses).containsOnly(422);
        assertThat(take(aysel, tip, UUID.randomUUID(), "move", '"' + TO_THREAT + '"', NOTE)
                        .statusCode())
                .isEqualTo(400);
    }

    private Sent opened(Sent sent) {
        Sent tip = desk.receive(sent);
        aysel.post(Desk.path(tip) + "/opened", "");
        return tip;
    }

    private static String mentionOf(Sent tip) {
        return LocalPostgres.column("select m.step_id from mention m join step s using (step_id) where s.tip_id = '"
                        + tip.tipId() + "'")
                .get(0);
    }

    private static String blob(Sent tip) {
        return aysel.send(
                        aysel.request(Desk.path(tip) + "/blob").header("Sec-Fetch-Site", "same-origin"),
                        BodyHandlers.ofString())
                .body();
    }

    /** Of the size and form of one that a browser makes; it opens for nobody. */
    private static String header(char letter) {
        String text = "age-encryption.org/v1\n-> mlkem768x25519 "
                + String.valueOf(letter).repeat(1494) + "\n"
                + String.valueOf(letter).repeat(43) + "\n--- "
                + String.valueOf(letter).repeat(43) + "\n";
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static HttpResponse<String> move(Browser member, Sent tip, String places) {
        return take(
                member, tip, UUID.randomUUID(), "move", '"' + places + '"', NOTE, ",\"header\":\"" + header('n') + '"');
    }

    private static void ask(Browser member, Sent tip, String queue) {
        HttpResponse<String> asked = take(member, tip, UUID.randomUUID(), "ask-move", '"' + queue + '"', NOTE);
        assertThat(asked.statusCode()).isEqualTo(204);
    }

    private static HttpResponse<String> take(Browser member, Sent tip, String kind) {
        return take(member, tip, UUID.randomUUID(), kind, "null", "null");
    }

    private static HttpResponse<String> take(
            Browser member, Sent tip, UUID stepId, String kind, String value, String note, String... more) {
        String route = kind.equals("move") || kind.equals("give-back") ? "/steps/stepped-up" : "/steps";
        return member.post(
                Desk.path(tip) + route,
                "{\"stepId\":\"%s\",\"kind\":\"%s\",\"value\":%s,\"note\":%s%s}"
                        .formatted(stepId, kind, value, note, String.join("", more)));
    }
}
