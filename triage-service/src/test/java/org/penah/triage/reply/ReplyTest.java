package org.penah.triage.reply;

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
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.outbox.EventJson;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class ReplyTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");
    /** A reply as browsers seal it, from the contract. */
    private static final String SEALED = Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
            .at("/data/sealed")
            .asText();

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Test
    void a_reply_reaches_intake_as_it_was_sealed_and_without_a_name() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID replyId = UUID.randomUUID();

        // When
        HttpResponse<String> response = send(AYSEL, tip, replyId);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> !replies(tip).isEmpty());
        assertThat(replies(tip))
                .containsExactly(
                        Json.of("{\"replyId\":\"%s\",\"tipId\":\"%s\",\"day\":\"2026-11-24\",\"sealed\":\"%s\"}"
                                .formatted(replyId, tip.tipId(), SEALED)));
        assertThat(Desk.deeds(tip)).containsExactly("aysel reply.sent");
    }

    @Test
    void what_is_sent_is_the_event_of_the_contract() {
        // Given
        byte[] sample = Contracts.sample("reply-sent");

        // When
        String written = Contracts.roundTrip(sample, ReplySent.class);

        // Then
        assertThat(Json.of(written)).isEqualTo(Json.of(new String(sample, StandardCharsets.UTF_8)));
        assertThat(Contracts.violations("reply-sent.v1", written)).isEmpty();
    }

    @Test
    void a_sample_of_what_was_read_survives_our_record() {
        // Given
        byte[] sample = Contracts.sample("reply-read");

        // When
        String written = Contracts.roundTrip(sample, ReplyRead.class);

        // Then
        assertThat(Json.of(written)).isEqualTo(Json.of(new String(sample, StandardCharsets.UTF_8)));
        assertThat(Contracts.violations("reply-read.v1", written)).isEmpty();
    }

    @Test
    void a_reply_that_is_sent_again_goes_out_once() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID replyId = UUID.randomUUID();
        send(AYSEL, tip, replyId);

        // When
        HttpResponse<String> again = send(AYSEL, tip, replyId);

        // Then
        assertThat(again.statusCode()).isEqualTo(202);
        send(AYSEL, tip, UUID.randomUUID());
        await().atMost(Desk.LIMIT).until(() -> replies(tip).size() >= 2);
        assertThat(replies(tip)).hasSize(2);
        assertThat(Desk.deeds(tip)).containsExactly("aysel reply.sent", "aysel reply.sent");
    }

    @Test
    void what_a_source_takes_back_meanwhile_stays_taken_back() throws Exception {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        AtomicReference<CompletableFuture<HttpResponse<String>>> answer = new AtomicReference<>();

        // When
        LocalPostgres.beforeWaiting(
                "update tip set consents_alert = false, consents_details = false, legal_hold = true where tip_id = '"
                        + tip.tipId() + "'",
                () -> answer.set(CompletableFuture.supplyAsync(() -> send(AYSEL, tip, UUID.randomUUID()))));

        // Then
        assertThat(answer.get().get().statusCode()).isEqualTo(202);
        assertThat(LocalPostgres.column(
                        "select concat_ws(' ', consents_alert, consents_details, legal_hold, answered_on) from tip where tip_id = '"
                                + tip.tipId() + "'"))
                .containsExactly("f f t 2026-11-24");
    }

    @Test
    void the_id_of_another_reply_is_refused() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID replyId = UUID.randomUUID();
        send(AYSEL, tip, replyId);

        // When
        HttpResponse<String> taken = send(RAUF, tip, replyId);

        // Then
        assertThat(taken.statusCode()).isEqualTo(409);
        assertThat(Json.of(taken).path("type").asText()).isEqualTo("/problems/reply-taken");
        assertThat(Desk.deeds(tip)).containsExactly("aysel reply.sent");
    }

    @Test
    void colleagues_see_who_answered_and_read_the_copy_and_when_the_source_has_read_it() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID replyId = UUID.randomUUID();
        send(AYSEL, tip, replyId);

        // When
        farEnds.sendFromIntake(read(replyId, "2026-11-25"));
        farEnds.sendFromIntake(read(replyId, "2026-11-26"));

        // Then the first day stays, also after the event behind it was taken
        desk.receive(Sent.routine());
        assertThat(list(tip))
                .isEqualTo(Json.of(
                        "[{\"replyId\":\"%s\",\"day\":\"2026-11-24\",\"sender\":\"aysel\",\"readOn\":\"2026-11-25\"}]"
                                .formatted(replyId)));
        HttpResponse<byte[]> copy =
                RAUF.send(RAUF.request(Desk.path(tip) + "/replies/" + replyId + "/copy"), BodyHandlers.ofByteArray());
        assertThat(copy.body()).isEqualTo(Base64.getDecoder().decode(SEALED));
    }

    @Test
    void a_member_without_the_queues_key_answers_nobody_and_reads_nothing() {
        // Given
        Sent secret = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        UUID replyId = UUID.randomUUID();
        send(AYSEL, secret, replyId);
        Sent own = desk.receive(Sent.routine());

        // When
        List<HttpResponse<String>> answers = List.of(
                send(RAUF, secret, UUID.randomUUID()),
                RAUF.get(Desk.path(secret) + "/replies"),
                RAUF.get(Desk.path(secret) + "/replies/" + replyId + "/copy"),
                // Through a tip that is theirs.
                RAUF.get(Desk.path(own) + "/replies/" + replyId + "/copy"));

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.statusCode()).isEqualTo(404));
        assertThat(Desk.deeds(secret)).containsExactly("aysel reply.sent");
    }

    @Test
    void what_is_not_sealed_as_it_must_be_is_refused_without_being_quoted() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        byte[] bytes = Base64.getDecoder().decode(SEALED);
        byte[] otherStart = bytes.clone();
        otherStart[30] ^= 1;

        // When
        List<HttpResponse<String>> answers = List.of(
                send(tip, "hello", SEALED),
                send(tip, SEALED, "hello"),
                send(tip, base64(Arrays.copyOf(bytes, bytes.length - 1)), SEALED),
                send(tip, base64(Arrays.copyOf(bytes, bytes.length + 1)), SEALED),
                send(tip, base64(otherStart), SEALED),
                send(tip, SEALED.replace('A', '*'), SEALED));

        // Then
        assertThat(answers).allSatisfy(answer -> {
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(Json.of(answer).path("type").asText()).isEqualTo("/problems/not-a-reply");
            assertThat(answer.body()).doesNotContain("hello");
        });
        assertThat(list(tip)).isEmpty();
        assertThat(Desk.deeds(tip)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"replyId\":\"5a6b7c8d-9e0f-1a1b-8c2d-3e4f5a6b7c8d\",\"sealed\":\"\",\"copy\":\"\"}"
            })
    void what_is_no_reply_at_all_is_a_bad_request(String body) {
        // When
        HttpResponse<String> answer = AYSEL.post(Desk.path(Sent.routine()) + "/replies", body);

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @Test
    void what_its_writer_takes_back_within_seconds_has_never_been() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID replyId = UUID.randomUUID();
        assertThat(send(AYSEL, tip, replyId, ",\"hold\":true").statusCode()).isEqualTo(202);
        assertThat(send(AYSEL, tip, replyId, ",\"hold\":true").statusCode()).isEqualTo(202);
        assertThat(list(tip))
                .isEqualTo(Json.of("[{\"replyId\":\"%s\",\"day\":\"2026-11-24\",\"sender\":\"aysel\",\"held\":true}]"
                        .formatted(replyId)));
        HttpResponse<byte[]> copy =
                RAUF.send(RAUF.request(Desk.path(tip) + "/replies/" + replyId + "/copy"), BodyHandlers.ofByteArray());
        HttpResponse<String> byAnother = drop(RAUF, tip, replyId);

        // When
        HttpResponse<String> byWriter = drop(AYSEL, tip, replyId);

        // Then
        assertThat(copy.body()).isEqualTo(Base64.getDecoder().decode(SEALED));
        assertThat(Json.of(byAnother).path("type").asText()).isEqualTo("/problems/sent");
        assertThat(byWriter.statusCode()).isEqualTo(204);
        assertThat(list(tip)).isEmpty();
        assertThat(Desk.deeds(tip)).containsExactly("aysel reply.taken-back");
        assertThat(LocalPostgres.column("select answered_on from tip where tip_id = '" + tip.tipId() + "'"))
                .containsOnlyNulls();
        // and again, for the answer may have been lost
        assertThat(drop(AYSEL, tip, replyId).statusCode()).isEqualTo(204);
        assertThat(Desk.deeds(tip)).containsExactly("aysel reply.taken-back");
    }

    @Test
    void what_nobody_takes_back_goes_out_by_itself_and_no_earlier() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID replyId = UUID.randomUUID();
        long begun = System.nanoTime();

        // When
        send(AYSEL, tip, replyId, ",\"hold\":true");

        // Then
        await().atMost(Desk.LIMIT).until(() -> !replies(tip).isEmpty());
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofSeconds(HeldReplies.SECONDS));
        assertThat(replies(tip))
                .containsExactly(
                        Json.of("{\"replyId\":\"%s\",\"tipId\":\"%s\",\"day\":\"2026-11-24\",\"sealed\":\"%s\"}"
                                .formatted(replyId, tip.tipId(), SEALED)));
        assertThat(Desk.deeds(tip)).containsExactly("aysel reply.sent");
        assertThat(list(tip).toString()).doesNotContain("held");
        assertThat(drop(AYSEL, tip, replyId).statusCode()).isEqualTo(409);
        assertThat(send(AYSEL, tip, replyId, ",\"hold\":true").statusCode()).isEqualTo(202);
        assertThat(list(tip)).hasSize(1);
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();
    }

    @Test
    void for_somebody_who_no_longer_reads_the_tip_nothing_goes_out() throws SQLException {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        hold("select gen_random_uuid(), '" + tip.tipId() + "'", "nobody");

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> LocalPostgres.column("select 1 from held_reply where sender = 'nobody'")
                        .isEmpty());
        assertThat(list(tip)).isEmpty();
        assertThat(Desk.deeds(tip)).containsExactly("(timer) reply.not-sent");
    }

    @Test
    void the_id_of_an_answer_that_is_held_is_taken() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        Sent other = desk.receive(Sent.routine());
        UUID replyId = UUID.randomUUID();
        send(AYSEL, tip, replyId, ",\"hold\":true");

        // When
        HttpResponse<String> taken = send(RAUF, other, replyId);

        // Then
        assertThat(Json.of(taken).path("type").asText()).isEqualTo("/problems/reply-taken");
        await().atMost(Desk.LIMIT).until(() -> !replies(tip).isEmpty());
        assertThat(list(other)).isEmpty();
    }

    @Test
    void an_answer_whose_id_went_out_meanwhile_does_not_wait_for_ever() throws SQLException {
        // Given
        Sent tip = desk.receive(Sent.routine());
        Sent other = desk.receive(Sent.routine());
        UUID replyId = UUID.randomUUID();
        send(RAUF, other, replyId);

        // When
        hold("select '" + replyId + "'::uuid, '" + tip.tipId() + "'", "aysel");

        // Then
        await().atMost(Desk.LIMIT).until(() -> !Desk.deeds(tip).isEmpty());
        assertThat(Desk.deeds(tip)).containsExactly("(timer) reply.not-sent");
        assertThat(list(tip)).isEmpty();
    }

    @Test
    void many_held_answers_with_low_ids_do_not_stand_before_an_older_one() throws SQLException {
        // Given
        Sent crowd = desk.receive(Sent.routine());
        Sent tip = desk.receive(Sent.routine());
        send(AYSEL, tip, UUID.fromString("ffffffff-ffff-4fff-bfff-ffffffffffff"), ",\"hold\":true");

        // When more than fit at a time are always there, and taken back before they go out
        await().atMost(Desk.LIMIT).until(() -> {
            LocalPostgres.asOwner("delete from held_reply where sender = 'nobody'");
            hold(
                    "select ('00000000-0000-4000-8000-' || lpad(to_hex((random() * 1e12)::bigint), 12, '0'))::uuid, '"
                            + crowd.tipId() + "'",
                    "nobody",
                    "from generate_series(1, 150)");
            return !replies(tip).isEmpty();
        });

        // Then
        LocalPostgres.asOwner("delete from held_reply where sender = 'nobody'");
        assertThat(Desk.deeds(tip)).containsExactly("aysel reply.sent");
    }

    @Test
    void somebody_has_few_answers_on_their_way_at_once() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        for (int i = 0; i < HeldReplies.MOST_OF_A_SENDER; i++) {
            assertThat(send(RAUF, tip, UUID.randomUUID(), ",\"hold\":true").statusCode())
                    .isEqualTo(202);
        }

        // When
        HttpResponse<String> oneMore = send(RAUF, tip, UUID.randomUUID(), ",\"hold\":true");

        // Then
        assertThat(Json.of(oneMore).path("type").asText()).isEqualTo("/problems/too-many-held");
        assertThat(send(AYSEL, tip, UUID.randomUUID(), ",\"hold\":true").statusCode())
                .isEqualTo(202);
    }

    @Test
    void of_two_who_answer_the_second_is_stopped_until_they_have_seen_the_first() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID replyId = UUID.randomUUID();
        assertThat(send(AYSEL, tip, replyId, ",\"seen\":0,\"hold\":true").statusCode())
                .isEqualTo(202);

        // When
        HttpResponse<String> second = send(RAUF, tip, UUID.randomUUID(), ",\"seen\":0,\"hold\":true");

        // Then
        assertThat(Json.of(second).path("type").asText()).isEqualTo("/problems/answered-meanwhile");
        assertThat(list(tip)).hasSize(1);
        assertThat(send(AYSEL, tip, replyId, ",\"seen\":0,\"hold\":true").statusCode())
                .isEqualTo(202);
        assertThat(send(RAUF, tip, UUID.randomUUID(), ",\"seen\":1,\"hold\":true")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void a_copy_for_a_queue_that_the_tip_has_left_is_refused() {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        HttpResponse<String> answer = send(AYSEL, tip, UUID.randomUUID(), ",\"sealedTo\":\"threat/1\"");

        // Then
        assertThat(Json.of(answer).path("type").asText()).isEqualTo("/problems/moved");
        assertThat(send(AYSEL, tip, UUID.randomUUID(), ",\"sealedTo\":\"general/1\"")
                        .statusCode())
                .isEqualTo(202);
    }

    @Test
    void a_conversation_has_an_end() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        for (int i = 0; i < Replies.MOST; i++) {
            assertThat(send(AYSEL, tip, UUID.randomUUID()).statusCode()).isEqualTo(202);
        }

        // When
        HttpResponse<String> oneMore = send(AYSEL, tip, UUID.randomUUID());

        // Then
        assertThat(oneMore.statusCode()).isEqualTo(409);
        assertThat(list(tip)).hasSize(Replies.MOST);
    }

    @Test
    void word_of_a_reply_that_nobody_knows_changes_nothing() {
        // Given
        Sent tip = Sent.routine();

        // When
        farEnds.sendFromIntake(read(UUID.randomUUID(), "2026-11-25"));

        // Then the events behind it are taken
        desk.receive(tip);
    }

    @Test
    void an_event_with_anything_but_a_sealed_reply_is_not_made() {
        // When
        assertThatThrownBy(() -> EventJson.read(
                        new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8)
                                .replace(SEALED, "aGVsbG8=")
                                .getBytes(StandardCharsets.UTF_8),
                        ReplySent.class))
                // Then
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static void hold(String ids, String sender) throws SQLException {
        hold(ids, sender, "");
    }

    private static void hold(String ids, String sender, String from) throws SQLException {
        LocalPostgres.asOwner("insert into held_reply " + ids + ", '" + sender
                + "', decode(repeat('00', 9851), 'hex'), decode(repeat('00', 9851), 'hex') " + from);
    }

    private List<JsonNode> replies(Sent tip) {
        return farEnds.atIntake(tip).stream()
                .filter(event -> event.type().equals(ReplySent.TYPE))
                .map(event -> event.data())
                .toList();
    }

    private static JsonNode list(Sent tip) {
        return Json.of(AYSEL.get(Desk.path(tip) + "/replies"));
    }

    private static HttpResponse<String> send(Browser member, Sent tip, UUID replyId) {
        return send(member, tip, replyId, SEALED, SEALED);
    }

    private static HttpResponse<String> send(Browser member, Sent tip, UUID replyId, String more) {
        return member.post(
                Desk.path(tip) + "/replies",
                "{\"replyId\":\"%s\",\"sealed\":\"%s\",\"copy\":\"%s\"%s}".formatted(replyId, SEALED, SEALED, more));
    }

    private static HttpResponse<String> drop(Browser member, Sent tip, UUID replyId) {
        return member.post(Desk.path(tip) + "/replies/" + replyId + "/drop", "");
    }

    private static HttpResponse<String> send(Sent tip, String sealed, String copy) {
        return send(AYSEL, tip, UUID.randomUUID(), sealed, copy);
    }

    private static HttpResponse<String> send(Browser member, Sent tip, UUID replyId, String sealed, String copy) {
        return member.post(
                Desk.path(tip) + "/replies",
                "{\"replyId\":\"%s\",\"sealed\":\"%s\",\"copy\":\"%s\"}".formatted(replyId, sealed, copy));
    }

    private static byte[] read(UUID replyId, String day) {
        return Sent.told("reply.read", "{\"replyId\":\"%s\",\"day\":\"%s\"}".formatted(replyId, day));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
