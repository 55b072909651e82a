package org.penah.triage.work;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

/** Tips that belong together: linked, or one the duplicate of another. */
@QuarkusTest
class RelatedTipsTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");
    private static final Browser LEYLA = Browser.of("leyla");

    @Inject
    Desk desk;

    @Test
    void a_link_is_seen_from_both_sides_and_can_be_undone_from_either() {
        // Given
        Sent one = desk.receive(Sent.routine());
        Sent other = desk.receive(Sent.routine());

        // When
        take(RAUF, one, "link", id(other));
        take(AYSEL, other, "unlink", id(one));

        // Then
        assertThat(relations(RAUF, one))
                .containsExactly("link here " + id(other), "unlink " + id(other) + " " + id(one));
        assertThat(relations(RAUF, other))
                .containsExactly("link " + id(one) + " " + id(other), "unlink here " + id(one));
        assertThat(Desk.deeds(one)).containsExactly("rauf tip.linked");
        assertThat(Desk.deeds(other)).containsExactly("aysel tip.unlinked");
    }

    @Test
    void a_tie_to_a_tip_of_another_queue_does_not_say_which() {
        // Given
        Sent own = desk.receive(Sent.routine());
        Sent secret = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        take(AYSEL, own, "link", id(secret));

        // When
        take(AYSEL, secret, "link", id(own));

        // Then
        assertThat(relations(AYSEL, own))
                .containsExactly("link here " + id(secret), "link " + id(secret) + " " + id(own));
        assertThat(relations(RAUF, own)).containsExactly("link here ?");
        assertThat(RAUF.get(Desk.path(own) + "/steps").body()).doesNotContain(id(secret));
    }

    @Test
    void a_duplicate_is_closed_and_points_at_the_other() {
        // Given
        Sent duplicate = opened();
        Sent other = desk.receive(Sent.routine());
        take(RAUF, duplicate, "claim", null);

        // When
        HttpResponse<String> merged = take(RAUF, duplicate, "merge", id(other));

        // Then
        assertThat(merged.statusCode()).isEqualTo(204);
        JsonNode view = desk.view(duplicate);
        assertThat(view.path("finding").asText()).isEqualTo("duplicate");
        assertThat(view.path("closedOn").asText()).isEqualTo("2026-11-24");
        assertThat(view.has("assignee")).isFalse();
        assertThat(view.has("obligation")).isFalse();
        assertThat(relations(AYSEL, other)).containsExactly("merge " + id(duplicate) + " " + id(other));
        assertThat(Desk.deeds(duplicate)).contains("rauf tip.merged");
        assertThat(desk.view(other).has("closedOn")).isFalse();
    }

    @Test
    void taking_a_merging_back_gives_the_tip_its_finding_and_its_duty_again() {
        // Given
        Sent duplicate = opened();
        Sent other = desk.receive(Sent.routine());
        step(RAUF, duplicate, "vet", "plausible", true);
        JsonNode before = desk.view(duplicate);
        take(RAUF, duplicate, "merge", id(other));

        // When
        HttpResponse<String> unmerged = take(AYSEL, duplicate, "unmerge", id(other));

        // Then
        assertThat(unmerged.statusCode()).isEqualTo(204);
        assertThat(desk.view(duplicate)).isEqualTo(before);
        assertThat(take(AYSEL, duplicate, "unmerge", id(other)).statusCode()).isEqualTo(409);
        assertThat(Desk.deeds(duplicate)).endsWith("rauf tip.merged", "aysel tip.unmerged");
    }

    @Test
    void what_is_not_fit_to_be_merged_stays_as_it_is() {
        // Given
        Sent other = desk.receive(Sent.routine());
        Sent unread = desk.receive(Sent.routine());
        Sent closed = opened();
        take(RAUF, closed, "close", null);
        Sent duplicate = opened();
        Sent target = opened();
        take(RAUF, duplicate, "merge", id(target));
        Sent secret = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        List<Integer> answers = Stream.of(
                        take(RAUF, unread, "merge", id(other)),
                        take(RAUF, closed, "merge", id(other)),
                        take(RAUF, opened(), "merge", id(duplicate)),
                        take(RAUF, target, "merge", id(other)),
                        take(RAUF, target, "merge", id(duplicate)),
                        take(RAUF, target, "merge", id(target)),
                        take(RAUF, target, "merge", id(secret)),
                        take(LEYLA, target, "merge", id(other)))
                .map(HttpResponse::statusCode)
                .toList();

        // Then
        assertThat(answers).containsExactly(409, 409, 409, 409, 409, 400, 404, 404);
        assertThat(desk.view(target).has("closedOn")).isFalse();
        assertThat(Desk.deeds(target)).doesNotContain("rauf tip.merged");
    }

    @Test
    void a_merged_tip_is_neither_vetted_nor_opened_again_before_it_is_taken_back() {
        // Given
        Sent duplicate = opened();
        Sent other = desk.receive(Sent.routine());
        take(RAUF, duplicate, "merge", id(other));

        // When
        List<Integer> answers = Stream.of(
                        step(RAUF, duplicate, "vet", "verified", true),
                        take(RAUF, duplicate, "unvet", "duplicate"),
                        take(RAUF, duplicate, "reopen", null))
                .map(HttpResponse::statusCode)
                .toList();

        // Then
        assertThat(answers).containsExactly(409, 409, 409);
        assertThat(desk.view(duplicate).path("finding").asText()).isEqualTo("duplicate");
    }

    @Test
    void two_tips_that_are_merged_into_each_other_at_once_do_not_both_vanish() {
        // Given
        List<Sent> pair = List.of(opened(), opened());

        // When
        List<Integer> answers = Stream.of(0, 1)
                .map(i -> CompletableFuture.supplyAsync(() -> (i == 0 ? AYSEL : RAUF)
                        .post(Desk.path(pair.get(i)) + "/steps", asked("merge", id(pair.get(1 - i)), false))
                        .statusCode()))
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .toList();

        // Then
        assertThat(answers).containsExactlyInAnyOrder(204, 409);
        assertThat(pair.stream().filter(tip -> desk.view(tip).has("closedOn"))).hasSize(1);
    }

    @Test
    void a_duplicate_outlives_the_tip_that_it_was_merged_into() {
        // Given
        Sent duplicate = opened();
        Sent other = desk.receive(Sent.routine());
        take(RAUF, duplicate, "merge", id(other));

        // When
        LocalPostgres.column("with gone as (delete from tip where tip_id = '" + id(other)
                + "' returning 1) select count(*) from gone");

        // Then
        assertThat(desk.view(duplicate).path("finding").asText()).isEqualTo("duplicate");
        assertThat(relations(RAUF, duplicate)).containsExactly("merge here ?");
        assertThat(take(RAUF, duplicate, "reopen", null).statusCode()).isEqualTo(204);
    }

    private Sent opened() {
        Sent tip = desk.receive(Sent.routine());
        AYSEL.post(Desk.path(tip) + "/opened", "");
        return tip;
    }

    /** Each relation with where it was made and whereto. */
    private static List<String> relations(Browser member, Sent tip) {
        return StreamSupport.stream(
                        Json.of(member.get(Desk.path(tip) + "/steps"))
                                .path("steps")
                                .spliterator(),
                        false)
                .filter(step -> step.path("kind").asText().matches("(un)?(link|merge)"))
                .map(step -> step.path("kind").asText() + " "
                        + step.path("from").asText("here") + " "
                        + step.path("value").asText("?"))
                .toList();
    }

    private static HttpResponse<String> take(Browser member, Sent tip, String kind, @Nullable String value) {
        return step(member, tip, kind, value, false);
    }

    private static HttpResponse<String> step(
            Browser member, Sent tip, String kind, @Nullable String value, boolean noted) {
        return member.post(Desk.path(tip) + "/steps", asked(kind, value, noted));
    }

    private static String asked(String kind, @Nullable String value, boolean noted) {
        return "{\"stepId\":\"%s\",\"kind\":\"%s\",\"value\":%s,\"note\":%s}"
                .formatted(
                        UUID.randomUUID(),
                        kind,
                        value == null ? "null" : "\"" + value + "\"",
                        noted ? "\"" + StepTest.NOTE + "\"" : "null");
    }

    private static String id(Sent tip) {
        return tip.tipId().toString();
    }
}
