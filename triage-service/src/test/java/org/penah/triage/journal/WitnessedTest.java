package org.penah.triage.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.penah.triage.Browser;
import org.penah.triage.LocalKeycloak;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;

/** The journal also records deeds that change nothing, once a day. */
@QuarkusTest
class WitnessedTest {

    @Test
    void somebody_who_fetches_their_keys_or_reads_the_list_of_people_is_written_down_once_a_day() throws Throwable {
        // Given
        Browser aysel = Browser.of("aysel");

        // When
        PinnedClock.at("2027-05-03T10:00:00Z", () -> {
            for (int times = 0; times < 3; times++) {
                assertThat(aysel.get("/api/keys").statusCode()).isEqualTo(200);
                assertThat(aysel.get("/api/people").statusCode()).isEqualTo(200);
            }
        });
        PinnedClock.at("2027-05-04T10:00:00Z", () -> aysel.get("/api/keys"));

        // Then
        assertThat(written("keys.fetched", "2027-05-03", "2027-05-04"))
                .containsExactly("2027-05-03 aysel aysel", "2027-05-04 aysel aysel");
        assertThat(written("people.read", "2027-05-03", "2027-05-04")).containsExactly("2027-05-03 aysel aysel");
    }

    @Test
    void somebody_who_asks_for_what_is_not_theirs_is_written_down_and_what_they_typed_is_not() throws Throwable {
        // Given
        Browser rauf = Browser.of("rauf");
        Browser elnur = Browser.of(LocalKeycloak.WITHOUT_ROLES);

        // When
        PinnedClock.at("2027-05-05T10:00:00Z", () -> {
            for (int times = 0; times < 3; times++) {
                assertThat(rauf.get("/api/journal?after=0").statusCode()).isEqualTo(403);
                assertThat(rauf.get("/api/canary-" + times).statusCode()).isEqualTo(403);
                assertThat(elnur.get("/api/tips/canary").statusCode()).isEqualTo(403);
            }
        });

        // Then
        assertThat(written("route.refused", "2027-05-05", "2027-05-05"))
                .containsExactly(
                        "2027-05-05 rauf GET /api/journal",
                        "2027-05-05 rauf (no route)",
                        "2027-05-05 elnur GET /api/tips/{tipId}");
    }

    @Test
    void somebody_who_was_asked_once_more_is_written_down_and_a_session_alone_is_not() throws Throwable {
        // Given
        Browser rauf = Browser.signIn("rauf");

        // When
        PinnedClock.at("2027-05-06T10:00:00Z", () -> {
            assertThat(rauf.get("/api/step-up").statusCode()).isEqualTo(403);
            assertThat(written("member.stepped-up", "2027-05-06", "2027-05-06")).isEmpty();
        });
        rauf.stepUp("rauf");
        PinnedClock.at("2026-11-25T10:00:00Z", () -> {
            rauf.get("/api/step-up");
            rauf.get("/api/step-up");
        });

        // Then
        assertThat(written("member.stepped-up", "2026-11-25", "2026-11-25")).containsExactly("2026-11-25 rauf rauf");
    }

    private static List<String> written(String deed, String from, String to) {
        return LocalPostgres.column(
                "select concat_ws(' ', day, who, which) from journal where deed = '%s' and day between '%s' and '%s' order by position"
                        .formatted(deed, from, to));
    }
}
