package org.penah.triage.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;

/** Each test counts on days, or in fields, that it alone changes. */
@QuarkusTest
class DashboardTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");

    @Inject
    Desk desk;

    @Test
    void tips_are_counted_by_day_and_lane_and_those_from_a_flood_apart() {
        // Given
        desk.receive(Sent.routine().on("2026-11-01"));
        desk.receive(Sent.routine().on("2026-11-01"));
        desk.receive(Sent.routine().on("2026-11-01").inFlood());

        // When
        JsonNode arrivals = dashboard(AYSEL).path("arrivals");

        // Then
        assertThat(on(arrivals, "2026-11-01"))
                .containsExactly(
                        "{\"day\":\"2026-11-01\",\"lane\":\"quarantine\",\"marked\":true,\"count\":1}",
                        "{\"day\":\"2026-11-01\",\"lane\":\"routine\",\"marked\":false,\"count\":2}");
    }

    @Test
    void only_the_members_own_queues_are_counted() {
        // Given
        desk.receive(Sent.danger("2026-11-24T10:10:00Z").on("2026-11-02"));
        JsonNode before = dashboard(RAUF);

        // When
        desk.receive(Sent.danger("2026-11-24T10:10:00Z").on("2026-11-02"));

        // Then
        assertThat(dashboard(RAUF)).isEqualTo(before);
        assertThat(on(before.path("arrivals"), "2026-11-02")).isEmpty();
        assertThat(on(dashboard(AYSEL).path("arrivals"), "2026-11-02"))
                .containsExactly("{\"day\":\"2026-11-02\",\"lane\":\"imminent\",\"marked\":false,\"count\":2}");
    }

    @Test
    void four_weeks_are_counted_and_nothing_before_them() {
        // Given
        desk.receive(Sent.routine().on("2026-10-27"));
        desk.receive(Sent.routine().on("2026-10-28"));

        // When
        JsonNode dashboard = dashboard(AYSEL);

        // Then
        assertThat(dashboard.path("from").asText()).isEqualTo("2026-10-28");
        assertThat(dashboard.path("to").asText()).isEqualTo("2026-11-24");
        assertThat(on(dashboard.path("arrivals"), "2026-10-27")).isEmpty();
        assertThat(on(dashboard.path("arrivals"), "2026-10-28")).hasSize(1);
    }

    @Test
    void the_first_look_at_danger_was_in_time_or_late_or_is_still_waited_for() {
        // Given
        JsonNode before = dashboard(AYSEL).at("/looks/danger");
        Sent inTime = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        Sent inTimeToo = desk.receive(Sent.danger("2026-11-24T10:05:00Z"));
        Sent late = desk.receive(Sent.danger("2026-11-24T10:00:00Z"));
        desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        AYSEL.post(Desk.path(inTime) + "/opened", "");
        AYSEL.post(Desk.path(inTimeToo) + "/opened", "");
        AYSEL.post(Desk.path(late) + "/opened", "");

        // Then
        assertThat(more(before, dashboard(AYSEL).at("/looks/danger"), "inTime", "late", "waiting"))
                .containsExactly(2, 1, 1);
    }

    @Test
    void the_first_look_at_everything_else_is_counted_in_days() throws Throwable {
        // Given
        JsonNode before = dashboard(AYSEL).at("/looks/others");
        List<Sent> tips = IntStream.of(24, 23, 22, 17, 16)
                .mapToObj(day -> desk.receive(Sent.routine().on("2026-11-" + day)))
                .toList();
        desk.receive(Sent.routine().on("2026-11-16"));

        // When
        tips.forEach(tip -> AYSEL.post(Desk.path(tip) + "/opened", ""));

        // Then
        assertThat(more(
                        before,
                        dashboard(AYSEL).at("/looks/others"),
                        "sameDay",
                        "nextDay",
                        "within7",
                        "later",
                        "waiting"))
                .containsExactly(1, 1, 2, 1, 1);
    }

    @Test
    void alerts_are_counted_by_their_state() {
        // Given
        int before = open(dashboard(AYSEL));

        // When
        desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // Then
        assertThat(open(dashboard(AYSEL))).isEqualTo(before + 1);
    }

    @Test
    void what_is_overdue_is_the_same_number_as_in_the_alarms() throws Throwable {
        // Given
        desk.receive(Sent.routine().on("2026-11-10"));

        JsonNode[] answers = new JsonNode[2];

        // When
        PinnedClock.at("2026-11-25T10:00:00Z", () -> {
            answers[0] = dashboard(AYSEL).path("overdue");
            answers[1] = Json.of(AYSEL.get("/api/alarms")).path("overdue");
        });

        // Then
        assertThat(answers[0].path("answers").asInt()).isPositive();
        assertThat(answers[0]).isEqualTo(answers[1]);
    }

    private static JsonNode dashboard(Browser member) {
        return Json.of(member.get("/api/dashboard"));
    }

    private static List<String> on(JsonNode arrivals, String day) {
        return StreamSupport.stream(arrivals.spliterator(), false)
                .filter(each -> each.path("day").asText().equals(day))
                .map(JsonNode::toString)
                .toList();
    }

    private static List<Integer> more(JsonNode before, JsonNode after, String... names) {
        return List.of(names).stream()
                .map(name -> after.path(name).asInt() - before.path(name).asInt())
                .toList();
    }

    private static int open(JsonNode dashboard) {
        return StreamSupport.stream(dashboard.path("alerts").spliterator(), false)
                .filter(each -> each.path("state").asText().equals("open"))
                .mapToInt(each -> each.path("count").asInt())
                .sum();
    }
}
