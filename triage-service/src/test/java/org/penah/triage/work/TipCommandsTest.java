package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

/** Lanes, tags, closing, and what the list shows of them. */
@QuarkusTest
class TipCommandsTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");
    private static final String SEALED = Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
            .at("/data/sealed")
            .asText();

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Test
    void a_lane_is_overridden_with_a_reason_and_the_tip_stands_in_that_lane() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        assertThat(take(RAUF, tip, "set-lane", "imminent", false).statusCode()).isEqualTo(422);

        // When
        HttpResponse<String> changed = take(RAUF, tip, "set-lane", "imminent", true);

        // Then
        assertThat(changed.statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("imminent");
        assertThat(desk.view(tip).path("laneOverridden").asBoolean()).isTrue();
        assertThat(desk.order("lane=imminent&queue=general")).contains(id(tip));
        assertThat(Desk.deeds(tip)).containsExactly("rauf tip.lane-set");
        take(RAUF, tip, "set-lane", "routine", true);
        assertThat(desk.view(tip).path("laneOverridden").asBoolean()).isFalse();
    }

    @Test
    void danger_is_not_played_down_before_anybody_has_read_it() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        HttpResponse<String> unread = take(AYSEL, tip, "set-lane", "routine", true);

        // Then
        assertThat(unread.statusCode()).isEqualTo(409);
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("imminent");
        AYSEL.post(Desk.path(tip) + "/opened", "");
        assertThat(take(AYSEL, tip, "set-lane", "routine", true).statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("routine");
    }

    @Test
    void what_staff_find_severe_comes_back_to_its_lane_after_it_was_put_aside() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        take(RAUF, tip, "set-lane", "urgent", true);
        RAUF.post(Desk.path(tip) + "/aside", "{\"aside\":true}");
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("quarantine");

        // When
        RAUF.post(Desk.path(tip) + "/aside", "{\"aside\":false}");

        // Then
        assertThat(desk.view(tip).path("lane").asText()).isEqualTo("urgent");
    }

    @Test
    void a_tag_is_found_again_and_its_word_is_sealed() {
        // Given
        Sent tagged = desk.receive(Sent.routine());
        Sent other = desk.receive(Sent.routine());
        UUID tagId = tag(RAUF, "general");

        // When
        HttpResponse<String> put = take(RAUF, tagged, "tag", tagId.toString(), false);

        // Then
        assertThat(put.statusCode()).isEqualTo(204);
        assertThat(desk.view(tagged).path("tags")).isEqualTo(Json.of("[\"" + tagId + "\"]"));
        assertThat(desk.order("tag=" + tagId)).containsExactly(id(tagged)).doesNotContain(id(other));
        assertThat(AYSEL.get("/api/tags").body()).contains(tagId.toString(), SEALED);
        take(RAUF, tagged, "untag", tagId.toString(), false);
        assertThat(desk.order("tag=" + tagId)).isEmpty();
        assertThat(Desk.deeds(tagged)).containsExactly("rauf tip.tagged", "rauf tip.untagged");
    }

    @Test
    void a_tag_of_another_queue_is_as_if_it_were_not_there() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        UUID secret = tag(AYSEL, "threat");

        // When
        HttpResponse<String> put = take(RAUF, tip, "tag", secret.toString(), false);

        // Then
        assertThat(put.statusCode()).isEqualTo(422);
        assertThat(RAUF.get("/api/tags").body()).doesNotContain(secret.toString());
        assertThat(RAUF.post(
                                "/api/tags",
                                "{\"tagId\":\"%s\",\"queue\":\"threat\",\"epoch\":1,\"name\":\"%s\"}"
                                        .formatted(UUID.randomUUID(), SEALED))
                        .statusCode())
                .isEqualTo(404);
        assertThat(RAUF.post(
                                "/api/tags",
                                "{\"tagId\":\"%s\",\"queue\":\"general\",\"epoch\":1,\"name\":\"torture\"}"
                                        .formatted(UUID.randomUUID()))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void a_full_queue_still_takes_the_names_of_its_tags_for_a_later_epoch() throws SQLException {
        // Given
        UUID known = tag(AYSEL, "general");
        LocalPostgres.executeAsService(
                "insert into tag (tag_id, queue, epoch, name) select gen_random_uuid(), 'general', 1, cast(repeat('f', 9851) as bytea) from generate_series(1, 50 - (select cast(count(*) as integer) from tag where queue = 'general'))");

        // When
        HttpResponse<String> again = name(AYSEL, known, "general", 1);
        HttpResponse<String> oneMore = name(AYSEL, UUID.randomUUID(), "general", 1);
        HttpResponse<String> ofNoEpoch = name(AYSEL, known, "general", 99);

        // Then
        LocalPostgres.asOwner("delete from tag where name = cast(repeat('f', 9851) as bytea)");
        assertThat(again.statusCode()).isEqualTo(204);
        assertThat(oneMore.statusCode()).isEqualTo(409);
        assertThat(ofNoEpoch.statusCode()).isEqualTo(404);
    }

    @Test
    void danger_that_two_cannot_open_is_not_in_the_way_for_ever() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z").in("general"));
        assertThat(take(AYSEL, tip, "unreadable", null, false).statusCode()).isEqualTo(204);
        assertThat(take(AYSEL, tip, "unreadable", null, false).statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).path("dueBy").asText()).isEqualTo("2026-11-24T10:10:00Z");
        assertThat(take(AYSEL, tip, "close", null, false).statusCode()).isEqualTo(409);

        // When
        HttpResponse<String> agreed = take(RAUF, tip, "unreadable", null, false);

        // Then
        assertThat(agreed.statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).path("dueBy").asText()).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(take(AYSEL, tip, "close", null, false).statusCode()).isEqualTo(204);
        assertThat(Desk.deeds(tip))
                .containsExactly(
                        "aysel tip.unreadable", "aysel tip.unreadable", "rauf tip.unreadable", "aysel tip.closed");
        assertThat(farEnds.atIntake(tip)).isEmpty();
    }

    @Test
    void the_source_of_a_tip_that_could_not_be_opened_is_told_once_somebody_can() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z").in("general"));
        take(AYSEL, tip, "unreadable", null, false);
        take(RAUF, tip, "unreadable", null, false);

        // When
        AYSEL.post(Desk.path(tip) + "/opened", "");
        AYSEL.post(Desk.path(tip) + "/opened", "");

        // Then
        take(AYSEL, tip, "unreadable", null, false);
        AYSEL.post(Desk.path(tip) + "/opened", "");
        Sent after = desk.receive(Sent.routine());
        AYSEL.post(Desk.path(after) + "/opened", "");
        await().atMost(Desk.LIMIT).until(() -> !farEnds.atIntake(after).isEmpty());
        assertThat(farEnds.atIntake(tip))
                .singleElement()
                .satisfies(event -> assertThat(event.type()).isEqualTo("org.penah.tip.opened.v1"));
    }

    @Test
    void a_closed_tip_leaves_the_list_and_stands_among_the_closed_ones() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        assertThat(take(RAUF, tip, "close", null, false).statusCode()).isEqualTo(409);
        RAUF.post(Desk.path(tip) + "/opened", "");

        // When
        take(RAUF, tip, "close", null, false);

        // Then
        assertThat(desk.order("queue=general")).doesNotContain(id(tip));
        assertThat(desk.order("queue=general&closed=true")).contains(id(tip));
        assertThat(desk.view(tip).path("closedOn").asText()).isEqualTo("2026-11-24");
        take(RAUF, tip, "reopen", null, false);
        assertThat(desk.order("queue=general")).contains(id(tip));
        assertThat(Desk.deeds(tip)).containsExactly("rauf tip.opened", "rauf tip.closed", "rauf tip.reopened");
    }

    @Test
    void the_list_shows_what_is_sought_and_nothing_else() {
        // Given
        Sent mine = desk.receive(Sent.routine());
        take(RAUF, mine, "claim", null, false);
        take(RAUF, mine, "vet", "plausible", true);
        Sent nobodys = desk.receive(Sent.routine());

        // When
        List<List<String>> found = List.of(
                desk.order("assignee=rauf&finding=plausible"),
                desk.order("assignee=nobody&finding=none&unopened=true&language=en"));

        // Then
        assertThat(found.get(0)).contains(id(mine)).doesNotContain(id(nobodys));
        assertThat(found.get(1)).contains(id(nobodys)).doesNotContain(id(mine));
        assertThat(Json.of(RAUF.get("/api/tips?assignee=me&queue=general")).toString())
                .contains(id(mine))
                .doesNotContain(id(nobodys));
        assertThat(desk.order("language=fa&queue=general")).isEmpty();
        assertThat(List.of("finding=sure", "assignee=%27", "language=de", "tag=x", "unopened=1", "closed=maybe"))
                .allSatisfy(
                        question -> assertThat(RAUF.get("/api/tips?" + question).statusCode())
                                .isEqualTo(400));
    }

    @Test
    void only_a_lead_lifts_a_hold() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        take(RAUF, tip, "hold", null, true);

        // When
        HttpResponse<String> lifted = take(RAUF, tip, "unhold", null, true);

        // Then
        assertThat(lifted.statusCode()).isEqualTo(403);
        assertThat(desk.view(tip).path("legalHold").asBoolean()).isTrue();
        assertThat(take(AYSEL, tip, "unhold", null, true).statusCode()).isEqualTo(204);
        assertThat(desk.view(tip).path("legalHold").asBoolean()).isFalse();
        assertThat(Desk.deeds(tip)).containsExactly("rauf tip.held", "aysel tip.unheld");
    }

    @Test
    void a_tip_is_linked_only_to_one_that_the_member_may_see() {
        // Given
        Sent tip = desk.receive(Sent.routine());
        Sent other = desk.receive(Sent.routine());
        Sent secret = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        List<Integer> answers = List.of(
                take(RAUF, tip, "link", id(other), false).statusCode(),
                take(RAUF, tip, "link", id(secret), false).statusCode(),
                take(RAUF, tip, "link", id(tip), false).statusCode(),
                take(RAUF, tip, "link", "x", false).statusCode());

        // Then
        assertThat(answers).containsExactly(204, 404, 400, 400);
        JsonNode steps = Json.of(RAUF.get(Desk.path(other) + "/steps")).path("steps");
        assertThat(steps.toString()).contains("\"kind\":\"link\"", id(other));
    }

    @Test
    void a_members_views_are_theirs_alone_and_sealed() {
        // Given
        assertThat(RAUF.post("/api/views", "{\"sealed\":\"my views\"}").statusCode())
                .isEqualTo(400);

        // When
        HttpResponse<String> saved = RAUF.post("/api/views", "{\"sealed\":\"" + SEALED + "\"}");

        // Then
        assertThat(saved.statusCode()).isEqualTo(204);
        assertThat(Json.of(RAUF.get("/api/views")).path("sealed").asText()).isEqualTo(SEALED);
        assertThat(Json.of(AYSEL.get("/api/views")).has("sealed")).isFalse();
        assertThat(IntStream.range(0, 2)
                        .map(i -> RAUF.post("/api/views", "{\"sealed\":\"" + SEALED + "\"}")
                                .statusCode()))
                .containsOnly(204);
    }

    private static UUID tag(Browser member, String queue) {
        UUID tagId = UUID.randomUUID();
        assertThat(name(member, tagId, queue, 1).statusCode()).isEqualTo(204);
        return tagId;
    }

    private static HttpResponse<String> name(Browser member, UUID tagId, String queue, int epoch) {
        return member.post(
                "/api/tags",
                "{\"tagId\":\"%s\",\"queue\":\"%s\",\"epoch\":%d,\"name\":\"%s\"}"
                        .formatted(tagId, queue, epoch, SEALED));
    }

    private static HttpResponse<String> take(
            Browser member, Sent tip, String kind, @Nullable String value, boolean noted) {
        return member.post(
                Desk.path(tip) + "/steps",
                "{\"stepId\":\"%s\",\"kind\":\"%s\",\"value\":%s,\"note\":%s}"
                        .formatted(
                                UUID.randomUUID(),
                                kind,
                                value == null ? "null" : "\"" + value + "\"",
                                noted ? "\"" + SEALED + "\"" : "null"));
    }

    private static String id(Sent tip) {
        return tip.tipId().toString();
    }
}
