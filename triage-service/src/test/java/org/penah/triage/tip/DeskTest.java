package org.penah.triage.tip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.penah.outbox.EventJson;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class DeskTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Inject
    OverdueTips overdueTips;

    @Inject
    MeterRegistry meters;

    @Test
    void danger_comes_first_the_longest_due_before_the_rest_and_then_the_newest_day() {
        // Given
        String old = id(desk.receive(Sent.routine().on("2026-11-20")));
        String later = id(desk.receive(Sent.danger("2026-11-24T10:15:00Z")));
        String overdue = id(desk.receive(Sent.danger("2026-11-24T09:55:00Z")));
        String today = id(desk.receive(Sent.routine()));
        Sent lookedAt = desk.receive(Sent.danger("2026-11-24T09:00:00Z"));
        AYSEL.post(Desk.path(lookedAt) + "/opened", "");

        // When
        List<String> order = desk.order("");

        // Then
        assertThat(order).containsSubsequence(overdue, later, id(lookedAt), today, old);
    }

    @Test
    void a_long_list_comes_in_pages_that_miss_and_repeat_nothing() {
        // Given
        List<String> sent = LocalPostgres.column("""
                insert into tip
                select gen_random_uuid(), gen_random_uuid(), 'general', 1, 'QUARANTINE', 'az', 'NONE', null, null,
                    false, false, 'SERVER', 65536, '2026-11-24', null, null, null, '3-9999999999-79219'
                from generate_series(1, 120) returning tip_id::text""");

        // When
        List<String> pages = desk.order("lane=quarantine");

        // Then
        assertThat(pages).doesNotHaveDuplicates().containsAll(sent);
        assertThat(Json.of(AYSEL.get("/api/tips?lane=quarantine")).path("tips")).hasSize(50);
    }

    @Test
    void a_member_without_the_queues_key_meets_a_tip_that_is_not_there() {
        // Given
        Sent secret = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        HttpResponse<String> absent = RAUF.get(Desk.path(Sent.routine()));

        // When
        HttpResponse<String> hidden = RAUF.get(Desk.path(secret));

        // Then
        assertThat(hidden.statusCode()).isEqualTo(absent.statusCode()).isEqualTo(404);
        assertThat(hidden.body()).isEqualTo(absent.body());
        assertThat(RAUF.get(Desk.path(secret) + "/blob").statusCode()).isEqualTo(404);
        assertThat(RAUF.post(Desk.path(secret) + "/opened", "").statusCode()).isEqualTo(404);
        assertThat(RAUF.post(Desk.path(secret) + "/aside", "{\"aside\":true}").statusCode())
                .isEqualTo(404);
        assertThat(RAUF.post(Desk.path(secret) + "/alert/confirmation", "").statusCode())
                .isEqualTo(404);
        assertThat(RAUF.get("/api/tips").body()).doesNotContain(id(secret));
        assertThat(RAUF.get("/api/tips?queue=threat").statusCode()).isEqualTo(404);
        assertThat(Desk.deeds(secret)).isEmpty();
    }

    @Test
    void the_first_look_leaves_only_the_day_of_the_due_time() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        HttpResponse<String> response = AYSEL.post(Desk.path(tip) + "/opened", "");

        // Then
        assertThat(response.statusCode()).isEqualTo(204);
        JsonNode view = desk.view(tip);
        assertThat(view.path("dueBy").asText()).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(view.path("firstOpened").asText()).isEqualTo("2026-11-24");
        assertThat(Desk.deeds(tip)).containsExactly("aysel tip.opened");
        assertThat(LocalPostgres.column("select sort_key from tip where tip_id = '" + tip.tipId() + "'"))
                .noneMatch(place -> place.contains("1795515000"));
    }

    @Test
    void the_source_is_told_of_the_first_look_and_of_no_other() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        AYSEL.post(Desk.path(tip) + "/opened", "");

        // When
        RAUF.post(Desk.path(tip) + "/opened", "");

        // Then
        Sent after = desk.receive(Sent.routine());
        AYSEL.post(Desk.path(after) + "/opened", "");
        await().atMost(Desk.LIMIT).until(() -> !farEnds.atIntake(after).isEmpty());
        assertThat(farEnds.atIntake(tip)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("org.penah.tip.opened.v1");
            assertThat(event.data())
                    .isEqualTo(Json.of("{\"tipId\":\"%s\",\"day\":\"2026-11-24\"}".formatted(tip.tipId())));
        });
        String written = new String(EventJson.write(farEnds.atIntake(tip).get(0)), StandardCharsets.UTF_8);
        assertThat(Contracts.violations("tip-opened.v1", written)).isEmpty();
    }

    @Test
    void the_sealed_bytes_come_as_they_lie_in_the_store() {
        // Given
        byte[] sealed = new byte[3 * 1024 * 1024];
        new Random(7).nextBytes(sealed);
        Sent tip = desk.receive(Sent.routine());
        LocalFolders.putBlob(tip.blobId(), sealed);

        // When
        HttpResponse<byte[]> blob =
                RAUF.send(RAUF.request(Desk.path(tip) + "/blob").version(Version.HTTP_1_1), BodyHandlers.ofByteArray());

        // Then
        assertThat(blob.statusCode()).isEqualTo(200);
        assertThat(blob.body()).isEqualTo(sealed);
        // One of the two ways to say where a body ends, and never both (RFC 9112, section 6.2).
        assertThat(blob.headers().allValues("Transfer-Encoding")).containsExactly("chunked");
        assertThat(blob.headers().allValues("Content-Length")).isEmpty();
        assertThat(blob.headers().allValues("Content-Type")).containsExactly("application/octet-stream");
        assertThat(blob.headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(Desk.deeds(tip)).containsExactly("rauf tip.blob-fetched");
    }

    @Test
    void a_preview_is_in_the_journal_as_one_once_a_day_and_is_no_look_at_the_tip() {
        // Given
        byte[] sealed = {1, 2, 3};
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:00:00Z"));
        LocalFolders.putBlob(tip.blobId(), sealed);

        // When
        HttpRequest.Builder preview = AYSEL.request(Desk.path(tip) + "/blob?preview=true");
        AYSEL.send(preview, BodyHandlers.ofByteArray());
        HttpResponse<byte[]> blob = AYSEL.send(preview, BodyHandlers.ofByteArray());

        // Then
        assertThat(blob.body()).isEqualTo(sealed);
        assertThat(Desk.deeds(tip)).containsExactly("aysel tip.previewed");
        assertThat(Json.of(AYSEL.get(Desk.path(tip))).path("firstOpened").isMissingNode())
                .isTrue();
    }

    @Test
    void a_tip_whose_sealed_bytes_are_gone_says_so() {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        HttpResponse<String> blob = AYSEL.get(Desk.path(tip) + "/blob");

        // Then
        assertThat(blob.statusCode()).isEqualTo(404);
        assertThat(Json.of(blob).path("type").asText()).isEqualTo("/problems/blob-gone");
    }

    @Test
    void a_member_gets_only_keys_that_were_sealed_to_them() {
        // When
        JsonNode keys = Json.of(RAUF.get("/api/keys"));

        // Then
        assertThat(keys.at("/member/name").asText()).isEqualTo("rauf");
        assertThat(keys.at("/member/sealedIdentity").asText()).contains("rauf's own");
        assertThat(keys.path("queues")).hasSize(1);
        assertThat(keys.at("/queues/0/queue").asText()).isEqualTo("general");
        assertThat(keys.at("/queues/0/sealedIdentity").asText()).contains("general, for rauf");
        assertThat(Json.of(AYSEL.get("/api/me")).path("queues"))
                .extracting(JsonNode::asText)
                .containsExactly("general", "threat");
    }

    @Test
    void danger_that_nobody_has_looked_at_in_time_is_counted() throws Throwable {
        // Given
        Sent late = desk.receive(Sent.danger("2026-11-24T10:00:00Z"));
        desk.receive(Sent.danger("2026-11-24T10:05:00Z"));
        Sent seen = desk.receive(Sent.danger("2026-11-24T10:00:00Z"));
        AYSEL.post(Desk.path(seen) + "/opened", "");

        // When
        VertxContextSupport.subscribeAndAwait(overdueTips::count);

        // Then
        List<String> unseen = LocalPostgres.column(
                "select tip_id from tip where first_opened is null and due_by <= '2026-11-24T10:00:00Z'");
        assertThat(unseen).contains(id(late)).doesNotContain(id(seen));
        assertThat(meters.get("penah.tips.overdue").gauge().value()).isEqualTo(unseen.size());
    }

    @Test
    void what_cannot_be_understood_is_a_problem_that_does_not_repeat_it() {
        // When
        HttpResponse<String> lane = AYSEL.get("/api/tips?lane=canary");

        // Then
        assertThat(lane.statusCode()).isEqualTo(400);
        assertThat(lane.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(lane.body()).doesNotContain("canary");
        Sent tip = Sent.routine();
        for (String body : List.of("{\"aside\":\"canary\"}", "{\"canary\":1}", "{", "[]", "")) {
            HttpResponse<String> aside = AYSEL.post(Desk.path(tip) + "/aside", body);
            assertThat(aside.statusCode()).isEqualTo(400);
            assertThat(Json.of(aside).path("status").asInt()).isEqualTo(400);
            assertThat(aside.body()).doesNotContain("canary");
        }
        assertThat(AYSEL.get("/api/tips?after=canary").statusCode()).isEqualTo(400);
        assertThat(AYSEL.get("/api/tips/canary").statusCode()).isEqualTo(404);
    }

    private static String id(Sent tip) {
        return tip.tipId().toString();
    }
}
