package org.penah.triage.tipalert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;

/** To end an alert takes two members, or an hour in which nobody keeps it; a session that somebody has stolen does neither. */
@QuarkusTest
class CancellingTest {

    private static final String TAKEN_ON =
            "{\"name\":\"other\",\"state\":\"claimed\",\"attempts\":1,\"since\":\"2026-11-24T10:01:00Z\"}";

    private static Browser aysel;
    private static Browser rauf;

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Inject
    TipAlerts alerts;

    private final Sent tip = Sent.danger("2026-11-24T10:10:00Z").in("general");

    @BeforeAll
    static void asked_who_they_are() {
        aysel = Browser.steppedUp("aysel");
        rauf = Browser.steppedUp("rauf");
    }

    @BeforeEach
    void receive() {
        desk.receive(tip);
    }

    @Test
    void what_one_asks_for_and_another_agrees_to_is_told_at_once() {
        // Given
        aysel.post(Desk.path(tip) + "/opened", "");
        assertThat(cancel(aysel).statusCode()).isEqualTo(202);
        assertThat(cancel(aysel).statusCode()).isEqualTo(202);
        assertThat(desk.view(tip).at("/alert/cancelling/by").asText()).isEqualTo("aysel");
        assertThat(desk.view(tip).at("/alert/decision").isMissingNode()).isTrue();

        // When
        HttpResponse<String> agreed = cancel(rauf);

        // Then
        assertThat(agreed.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> !decisions().isEmpty());
        assertThat(decisions()).containsExactly("cancelled");
        assertThat(desk.view(tip).at("/alert/cancelling").isMissingNode()).isTrue();
        assertThat(Desk.deeds(tip))
                .containsExactly("aysel tip.opened", "aysel alert.cancelling", "rauf alert.cancelled");
        HttpResponse<String> confirmed = aysel.post(Desk.path(tip) + "/alert/confirmation", "");
        assertThat(Json.of(confirmed).path("type").asText()).isEqualTo("/problems/called-off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"decision = null", "decision = 'CONFIRMED'"})
    void the_entry_shows_that_somebody_altered_what_was_cancelled(String forged) throws SQLException {
        // Given
        aysel.post(Desk.path(tip) + "/opened", "");
        cancel(aysel);
        cancel(rauf);
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();

        // When
        LocalPostgres.asOwner("update alert set " + forged + " where alert_id = '" + tip.alertId() + "'");

        // Then
        assertThat(Audit.differences(tip.tipId().toString())).containsExactly("alert.cancelled altered");
    }

    @Test
    void the_entry_shows_that_somebody_altered_what_was_confirmed() throws SQLException {
        // Given
        aysel.post(Desk.path(tip) + "/opened", "");
        aysel.post(Desk.path(tip) + "/alert/confirmation", "");
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();

        // When
        LocalPostgres.asOwner("update alert set decision = 'CANCELLED' where alert_id = '" + tip.alertId() + "'");

        // Then
        assertThat(Audit.differences(tip.tipId().toString())).containsExactly("alert.confirmed altered");
    }

    @Test
    void a_decision_about_an_alert_that_nobody_made_is_found() throws SQLException {
        // When
        LocalPostgres.asOwner("update alert set decision = 'CANCELLED' where alert_id = '" + tip.alertId() + "'");

        // Then
        assertThat(Audit.differences(tip.tipId().toString())).containsExactly("unknown");
    }

    @Test
    void what_nobody_keeps_for_an_hour_is_cancelled_and_no_earlier() throws Throwable {
        // Given
        PinnedClock.at("2026-11-24T10:02:30Z", () -> {
            aysel.post(Desk.path(tip) + "/opened", "");
            cancel(aysel);
        });
        assertThat(desk.view(tip).at("/alert/cancelling/due").asText()).isEqualTo("2026-11-24T11:05:00Z");

        // When
        PinnedClock.at("2026-11-24T11:04:59Z", this::look);
        assertThat(desk.view(tip).at("/alert/decision").isMissingNode()).isTrue();
        PinnedClock.at("2026-11-24T11:05:00Z", this::look);

        // Then
        await().atMost(Desk.LIMIT).until(() -> !decisions().isEmpty());
        assertThat(decisions()).containsExactly("cancelled");
        assertThat(Desk.deeds(tip))
                .containsExactly("aysel tip.opened", "aysel alert.cancelling", "(timer) alert.cancelled");
    }

    @Test
    void what_somebody_keeps_or_confirms_goes_on() throws Throwable {
        // Given
        PinnedClock.at("2026-11-24T10:02:30Z", () -> {
            aysel.post(Desk.path(tip) + "/opened", "");
            cancel(aysel);
            assertThat(rauf.post(Desk.path(tip) + "/alert/cancellation/drop", "")
                            .statusCode())
                    .isEqualTo(204);
            cancel(aysel);
            assertThat(rauf.post(Desk.path(tip) + "/alert/confirmation", "").statusCode())
                    .isEqualTo(202);
        });

        // When
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);

        // Then
        await().atMost(Desk.LIMIT).until(() -> !decisions().isEmpty());
        assertThat(decisions()).containsExactly("confirmed");
        assertThat(Desk.deeds(tip))
                .containsExactly(
                        "aysel tip.opened",
                        "aysel alert.cancelling",
                        "rauf alert.kept",
                        "aysel alert.cancelling",
                        "rauf alert.confirmed",
                        "rauf alert.kept");
    }

    @Test
    void what_a_member_asked_for_lives_on_when_a_partner_calls_the_alert_resolved() throws Throwable {
        // Given
        PinnedClock.at("2026-11-24T10:02:30Z", () -> {
            aysel.post(Desk.path(tip) + "/opened", "");
            cancel(aysel);
            farEnds.sendFromNotify(tip.alertIs("resolved", 2));
            await().atMost(Desk.LIMIT)
                    .until(() -> desk.view(tip).at("/alert/state").asText().equals("resolved"));
        });
        assertThat(desk.view(tip).at("/alert/cancelling/by").asText()).isEqualTo("aysel");
        assertThat(desk.view(tip).at("/alert/undecided").asBoolean()).isFalse();

        // When
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);

        // Then
        assertThat(desk.view(tip).at("/alert/decision").asText()).isEqualTo("cancelled");
    }

    @Test
    void once_somebody_keeps_it_the_desk_has_not_decided_about_what_a_partner_calls_resolved() {
        // Given
        aysel.post(Desk.path(tip) + "/opened", "");
        cancel(aysel);
        farEnds.sendFromNotify(tip.alertIs("resolved", 2));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/state").asText().equals("resolved"));

        // When
        rauf.post(Desk.path(tip) + "/alert/cancellation/drop", "");

        // Then
        assertThat(desk.view(tip).at("/alert/undecided").asBoolean()).isTrue();
    }

    @Test
    void an_alert_that_a_partner_calls_resolved_can_be_cancelled_for_everybody() throws Throwable {
        // Given
        PinnedClock.at("2026-11-24T10:02:30Z", () -> {
            aysel.post(Desk.path(tip) + "/opened", "");
            farEnds.sendFromNotify(tip.alertIs("resolved", 2));
            await().atMost(Desk.LIMIT)
                    .until(() -> desk.view(tip).at("/alert/state").asText().equals("resolved"));
            cancel(aysel);
            farEnds.sendFromNotify(tip.alertIs("resolved", 3));
        });

        // When
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);

        // Then
        assertThat(desk.view(tip).at("/alert/decision").asText()).isEqualTo("cancelled");
    }

    @Test
    void what_somebody_wanted_who_has_left_the_queue_is_not_done() throws Throwable {
        // Given
        PinnedClock.at("2026-11-24T10:02:30Z", () -> {
            aysel.post(Desk.path(tip) + "/opened", "");
            cancel(aysel);
        });
        LocalPostgres.asOwner(
                "update alert set cancelling_by = 'nobody-here' where alert_id = '" + tip.alertId() + "'");

        // When
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);

        // Then
        assertThat(desk.view(tip).at("/alert/decision").isMissingNode()).isTrue();
        assertThat(desk.view(tip).at("/alert/cancelling").isMissingNode()).isTrue();
        assertThat(Desk.deeds(tip)).contains("(timer) alert.kept");
        // somebody is to decide
        assertThat(desk.view(tip).path("decideBy").asText()).isEqualTo("2026-11-24T12:30:00Z");
    }

    @Test
    void nobody_asks_for_what_they_have_not_read_and_no_session_alone_does() {
        // When
        HttpResponse<String> unread = cancel(aysel);
        aysel.post(Desk.path(tip) + "/opened", "");
        HttpResponse<String> stolen = cancel(Browser.of("aysel"));

        // Then
        assertThat(unread.statusCode()).isEqualTo(409);
        assertThat(Json.of(unread).path("type").asText()).isEqualTo("/problems/unread-danger");
        assertThat(stolen.statusCode()).isEqualTo(403);
        assertThat(desk.view(tip).at("/alert/cancelling").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void one_of_a_flood_that_a_partner_calls_resolved_is_ended_by_two_who_have_not_read_it(boolean isSetAside) {
        // Given
        Sent marked = ofFlood(isSetAside);

        // When
        HttpResponse<String> asked = cancel(aysel, marked);
        assertThat(desk.view(marked).at("/alert/cancelling/by").asText()).isEqualTo("aysel");
        assertThat(desk.view(marked).at("/alert/decision").isMissingNode()).isTrue();
        HttpResponse<String> agreed = cancel(rauf, marked);

        // Then
        assertThat(List.of(asked.statusCode(), agreed.statusCode())).containsExactly(202, 202);
        await().atMost(Desk.LIMIT).until(() -> decisions(marked).contains("cancelled"));
        assertThat(desk.view(marked).has("firstOpened")).isFalse();
        assertThat(desk.view(marked).path("folded").asBoolean()).isTrue();
        assertThat(Desk.deeds(marked))
                .endsWith("(channel) alert.changed", "aysel alert.cancelling", "rauf alert.cancelled");
        assertThat(Audit.differences(marked.tipId().toString())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update alert set decision = 'CONFIRMED' where alert_id = '%2$s'",
                "update alert set basis = 'DESK_CONFIRMED' where alert_id = '%2$s'",
                "update alert set state = 'CLAIMED' where alert_id = '%2$s'",
                "update tip set folded = false where tip_id = '%1$s'",
                "update alert set partners = '[" + TAKEN_ON + "]' where alert_id = '%2$s'"
            })
    void unread_nobody_asks_to_cancel_what_is_confirmed_or_goes_on_or_came_alone(String other) throws SQLException {
        // Given
        Sent marked = ofFlood(false);
        LocalPostgres.asOwner(other.formatted(marked.tipId(), marked.alertId()));

        // When
        HttpResponse<String> refused = cancel(aysel, marked);

        // Then
        assertThat(Json.of(refused).path("type").asText()).isEqualTo("/problems/unread-danger");
        assertThat(desk.view(marked).at("/alert/cancelling").isMissingNode()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "resolved | `` | (timer) alert.cancelled",
                "claimed | `` | (timer) alert.kept",
                "resolved | " + TAKEN_ON + " | (timer) alert.kept"
            })
    void what_nobody_has_read_is_kept_if_a_partner_takes_it_up_again_within_the_hour(
            String state, String partner, String deed) throws Throwable {
        // Given
        Sent marked = ofFlood(false);
        PinnedClock.at("2026-11-24T10:02:30Z", () -> cancel(aysel, marked));
        farEnds.sendFromNotify(new String(marked.alertIs(state, 3), StandardCharsets.UTF_8)
                .replace("\"partners\":[]", "\"partners\":[" + partner + "]")
                .getBytes(StandardCharsets.UTF_8));
        await().atMost(Desk.LIMIT)
                .until(() -> LocalPostgres.column(
                                "select revision from alert where alert_id = '" + marked.alertId() + "'")
                        .contains("3"));

        // When
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);

        // Then
        assertThat(Desk.deeds(marked)).endsWith(deed);
        assertThat(desk.view(marked).at("/alert/cancelling").isMissingNode()).isTrue();
    }

    @Test
    void everybody_of_the_queue_reads_who_asks_to_cancel_what_nobody_has_read() throws Throwable {
        // Given
        LocalPostgres.asOwner("update alert set cancelling_by = null, cancelling_due = null");
        List<Sent> marked = List.of(ofFlood(false), ofFlood(true), ofFlood(false));
        farEnds.sendFromNotify(tip.alertIs("resolved", 2));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/state").asText().equals("resolved"));
        aysel.post(Desk.path(tip) + "/opened", "");

        // When
        PinnedClock.at("2026-11-24T10:12:30Z", () -> {
            cancel(aysel, marked.get(0));
            cancel(aysel, tip);
        });
        PinnedClock.at("2026-11-24T10:02:30Z", () -> cancel(aysel, marked.get(1)));

        // Then
        String line = "[{\"queue\":\"general\",\"by\":\"aysel\",\"count\":2,\"due\":\"2026-11-24T11:05:00Z\"}]";
        assertThat(cancelling(rauf)).isEqualTo(line);
        assertThat(cancelling(aysel)).isEqualTo(line);
    }

    private static String cancelling(Browser browser) {
        return Json.of(browser.get("/api/alarms")).path("cancelling").toString();
    }

    /** Those that fail each time are due longest, and must not take the places of the others. */
    @Test
    void more_than_a_hundred_that_are_due_are_cancelled_at_once_the_longest_due_first() throws Throwable {
        // Given
        LocalPostgres.asOwner("update alert set cancelling_by = null, cancelling_due = null");
        List<Sent> many = IntStream.range(0, 120)
                .mapToObj(i -> Sent.danger("2026-11-24T10:10:00Z").in("general"))
                .toList();
        many.forEach(each -> farEnds.sendFromIntake(each.event()));
        many.forEach(
                each -> await().atMost(Desk.LIMIT).until(() -> desk.view(each).has("tipId")));
        for (int i = 0; i < many.size(); i++) {
            LocalPostgres.asOwner(
                    ("update alert set cancelling_by = 'aysel', cancelling_due = timestamptz '2026-11-24 11:05:00Z' - interval '5 minutes' * %d"
                                    + " where alert_id = '%s'")
                            .formatted(i / 10, many.get(i).alertId()));
            LocalPostgres.asOwner(
                    "update tip set first_opened = date '2026-11-24', due_by = timestamptz '2026-11-25 00:00Z' where tip_id = '"
                            + many.get(i).tipId() + "'");
        }
        long before = Long.parseLong(LocalPostgres.column("select coalesce(max(position), 0)::text from journal")
                .get(0));

        // When
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);

        // Then
        List<Integer> order = LocalPostgres.column(
                        "select which from journal where deed = 'alert.cancelled' and position > " + before
                                + " order by position")
                .stream()
                .map(which -> many.stream()
                                .map(each -> each.tipId().toString())
                                .toList()
                                .indexOf(which)
                        / 10)
                .toList();
        assertThat(order).hasSize(120).isSortedAccordingTo(Comparator.reverseOrder());
    }

    /** One that nobody has read, and that a partner calls resolved. */
    private Sent ofFlood(boolean isSetAside) {
        Sent marked =
                desk.receive(Sent.danger("2026-11-24T10:10:00Z").in("general").inFlood());
        if (isSetAside) {
            assertThat(aysel.post(Desk.path(marked) + "/alert/aside", "{\"reason\":\"flood\"}")
                            .statusCode())
                    .isEqualTo(202);
        }
        farEnds.sendFromNotify(marked.alertIs("resolved", 2));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(marked).at("/alert/state").asText().equals("resolved"));
        return marked;
    }

    private HttpResponse<String> cancel(Browser browser) {
        return cancel(browser, tip);
    }

    private static HttpResponse<String> cancel(Browser browser, Sent which) {
        return browser.post(Desk.path(which) + "/alert/cancellation", "");
    }

    private void look() throws Throwable {
        VertxContextSupport.subscribeAndAwait(alerts::cancelWhatIsDue);
    }

    private List<String> decisions() {
        return decisions(tip);
    }

    private List<String> decisions(Sent of) {
        return farEnds.dataAtNotify(of.alertId().toString()).stream()
                .map(data -> data.path("decision").asText())
                .toList();
    }
}
