package org.penah.triage.tip;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

@QuarkusTest
class KeptCountsTest {

    private static final Browser AYSEL = Browser.of("aysel");

    private static final String PLACE = "queue, lane, overdue, folded, flood";

    @Inject
    Desk desk;

    @Inject
    KeptCounts counts;

    @Test
    void what_is_kept_is_what_there_is_after_each_change_of_tips() throws SQLException {
        assertThat(kept()).isEqualTo(counted());

        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        assertThat(kept()).isEqualTo(counted());

        AYSEL.post(Desk.path(tip) + "/opened", "");
        assertThat(kept()).isEqualTo(counted());

        AYSEL.post(Desk.path(tip) + "/aside", "{\"aside\":true}");
        assertThat(kept()).isEqualTo(counted());

        many(30);
        assertThat(kept()).isEqualTo(counted());

        LocalPostgres.asOwner(
                "update tip set queue = 'threat', flood = true, overdue = true, closed_on = day, first_opened = day where epoch = 998");
        assertThat(kept()).isEqualTo(counted());

        LocalPostgres.asOwner("delete from tip where epoch = 998");
        assertThat(kept()).isEqualTo(counted());
    }

    @Test
    void rows_of_one_place_are_put_together_and_say_the_same() throws Throwable {
        // Given
        desk.receive(Sent.routine());
        desk.receive(Sent.routine());
        List<String> before = kept();

        // When
        VertxContextSupport.subscribeAndAwait(counts::putTogether);

        // Then
        assertThat(kept()).isEqualTo(before);
        assertThat(LocalPostgres.column("select count(*) from tip_count group by " + PLACE + ", closed, unopened"))
                .containsOnly("1");
    }

    @Test
    void a_list_says_how_many_tips_all_its_parts_have() throws SQLException {
        // Given
        long open = total("lane=routine", false);
        long closed = total("closed=true&lane=routine", false);
        long overdue = total("lane=routine", true);
        many(60);
        LocalPostgres.asOwner("update tip set overdue = true, sort_key = '0-9999999990-79219' where tip_id in"
                + " (select tip_id from tip where epoch = 998 limit 2)");

        // When
        JsonNode first = page("lane=routine");

        // Then
        assertThat(total(first, false)).isEqualTo(open + 58);
        assertThat(total(first, true)).isEqualTo(overdue + 2);
        assertThat(page("lane=routine&language=az").path("totals")).isEmpty();
        assertThat(page("lane=routine&after=" + first.path("next").asText()).path("totals"))
                .isEmpty();

        // When
        LocalPostgres.asOwner("update tip set closed_on = day, first_opened = day where epoch = 998");

        // Then
        assertThat(total("lane=routine", false)).isEqualTo(open);
        assertThat(total("closed=true&lane=routine", false)).isEqualTo(closed + 58);
        LocalPostgres.asOwner("delete from tip where epoch = 998");
    }

    @Test
    void what_is_folded_is_not_in_the_total_of_its_lane_but_of_its_fold() {
        // Given
        long shown = total("lane=imminent", true) + total("lane=imminent", false);
        long folded = total("lane=imminent&folded=true", true) + total("lane=imminent&folded=true", false);

        // When
        desk.receive(Sent.danger("2026-11-24T10:10:00Z").inFlood());

        // Then
        assertThat(total("lane=imminent", true) + total("lane=imminent", false)).isEqualTo(shown);
        assertThat(total("lane=imminent&folded=true", true) + total("lane=imminent&folded=true", false))
                .isEqualTo(folded + 1);
        assertThat(page("lane=imminent").at("/folds/0/count").asLong()).isEqualTo(folded + 1);
    }

    @Test
    void nobody_is_told_how_many_tips_a_queue_has_whose_key_they_do_not_hold() {
        // Given
        JsonNode before = Json.of(Browser.of("rauf").get("/api/tips")).path("totals");

        // When
        desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // Then
        assertThat(Json.of(Browser.of("rauf").get("/api/tips")).path("totals")).isEqualTo(before);
    }

    private static void many(int tips) throws SQLException {
        LocalPostgres.asOwner("""
                insert into tip
                select gen_random_uuid(), gen_random_uuid(), 'general', 998, 'ROUTINE', 'az', 'NONE', null, null,
                    false, false, 'SERVER', 65536, '2026-11-24', null, null, null, '2-9999999999-79219'
                from generate_series(1, %d)""".formatted(tips));
    }

    private static List<String> kept() {
        return LocalPostgres.column("select concat_ws(' ', " + PLACE + ", closed, unopened, sum(tips)) from tip_count"
                + " group by " + PLACE + ", closed, unopened having sum(tips) <> 0 order by 1");
    }

    private static List<String> counted() {
        return LocalPostgres.column("select concat_ws(' ', " + PLACE
                + ", closed_on is not null, first_opened is null, count(*)) from tip group by " + PLACE
                + ", closed_on is not null, first_opened is null order by 1");
    }

    private static long total(String query, boolean overdue) {
        return total(page(query), overdue);
    }

    private static long total(JsonNode page, boolean overdue) {
        return StreamSupport.stream(page.path("totals").spliterator(), false)
                .filter(total -> total.path("overdue").asBoolean() == overdue)
                .mapToLong(total -> total.path("count").asLong())
                .sum();
    }

    private static JsonNode page(String query) {
        return Json.of(AYSEL.get("/api/tips?" + query));
    }
}
