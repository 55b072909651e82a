package org.penah.triage.tipalert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;

/** An alert at notify-service of which no tip is here that anybody can open. */
@QuarkusTest
class OrphanedAlertsTest {

    private static final String TOLD =
            ",\"threat\":{\"who\":\"someone-else\",\"when\":\"days\",\"region\":\"145\"},\"overdue\":true";

    private static Browser aysel;
    private static Browser rauf;

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Inject
    OrphanedAlerts orphans;

    @Inject
    MeterRegistry meters;

    private final Sent tip = Sent.danger("2026-11-24T10:10:00Z").in("general");

    @BeforeAll
    static void asked_who_they_are() {
        aysel = Browser.steppedUp("aysel");
        rauf = Browser.steppedUp("rauf");
    }

    @AfterEach
    void nothing_is_left() throws SQLException {
        LocalPostgres.asOwner("delete from pending_deed");
        LocalPostgres.asOwner("delete from tip where epoch = 999999 or queue = 'nobodys'");
        LocalPostgres.asOwner("delete from alert where alert_id = '" + tip.alertId() + "'");
    }

    @Test
    void what_notify_service_says_of_an_alert_without_a_tip_every_desk_reads() {
        // When
        tell(new String(tip.alertIs("unanswered", 2, TOLD), UTF_8)
                .replace("[]", "[" + partner("safe-house", 1) + "," + partner("night-desk", 0) + "]")
                .getBytes(UTF_8));

        // Then
        assertThat(listedNow(rauf)).isEmpty();
        JsonNode alert = listed(rauf).orElseThrow().path("alert");
        ((ObjectNode) alert).remove("since");
        assertThat(alert).isEqualTo(Json.of("""
                {"alertId":"%s","state":"unanswered","overdue":true,"partners":["safe-house"],
                "threat":{"who":"someone-else","when":"days","region":"145"}}""".formatted(tip.alertId())));
    }

    @Test
    void what_is_listed_is_an_alarm_even_if_nobody_looks_at_a_desk() throws Throwable {
        // Given
        firstLook();
        double before = counted("2026-11-24T10:08:20Z");
        tell("delivered");
        assertThat(counted("2026-11-24T10:03:20Z")).isEqualTo(before);

        // When
        double after = counted("2026-11-24T10:08:20Z");

        // Then
        assertThat(after).isEqualTo(before + 1);
        desk.receive(tip);
        assertThat(counted("2026-11-24T10:08:20Z")).isEqualTo(before);
    }

    @Test
    void two_members_end_it_at_once() {
        // Given
        tell("unanswered");
        assertThat(end(aysel).statusCode()).isEqualTo(202);
        assertThat(end(aysel).statusCode()).isEqualTo(202);
        assertThat(farEnds.dataAtNotify(tip.alertId().toString())).isEmpty();

        // When
        HttpResponse<String> agreed = end(rauf);

        // Then
        assertThat(agreed.statusCode()).isEqualTo(202);
        JsonNode decided = decided();
        ((ObjectNode) decided).remove(List.of("alertId", "dueBy"));
        assertThat(decided).isEqualTo(withoutIdAndTime("alert-decided-orphaned"));
        assertThat(deeds()).containsExactly("aysel alert.ending", "rauf alert.ended");
        assertThat(Audit.differences(entry())).isEmpty();
        farEnds.sendFromNotify(tip.alertIs("cancelled", 3));
        await().atMost(Desk.LIMIT).until(() -> listed(aysel).isEmpty());
    }

    @Test
    void what_one_asks_for_every_desk_sees_for_an_hour_before_it_is_done() throws Throwable {
        // Given
        tell("delivered");
        end(aysel);
        assertThat(listed(rauf).orElseThrow().path("ending"))
                .isEqualTo(Json.of("{\"by\":\"aysel\",\"due\":\"2026-11-24T11:10:00Z\"}"));

        // When
        PinnedClock.at("2026-11-24T11:09:59Z", this::look);
        assertThat(farEnds.dataAtNotify(tip.alertId().toString())).isEmpty();
        PinnedClock.at("2026-11-24T11:10:00Z", this::look);

        // Then
        assertThat(decided().path("decision").asText()).isEqualTo("cancelled");
        assertThat(deeds()).containsExactly("aysel alert.ending", "(timer) alert.ended");
    }

    @Test
    void after_a_stop_the_hour_begins_again() throws Throwable {
        // Given a request whose hour was over before this instance saw the alert
        tell("delivered");
        end(aysel);
        LocalPostgres.asOwner("update pending_deed set due = '2026-11-24T10:05:00Z'");

        // When
        PinnedClock.at("2026-11-24T11:03:19Z", this::look);
        assertThat(farEnds.dataAtNotify(tip.alertId().toString())).isEmpty();
        assertThat(listed(rauf).orElseThrow().has("ending")).isTrue();
        PinnedClock.at("2026-11-24T11:03:20Z", this::look);

        // Then
        assertThat(decided().path("decision").asText()).isEqualTo("cancelled");
    }

    @Test
    void nobody_asks_for_it_while_its_tip_may_be_on_its_way() {
        // Given
        tell("delivered");
        firstLook();

        // When
        HttpResponse<String> early = aysel.post(path() + "/end", "");

        // Then
        assertThat(early.statusCode()).isEqualTo(404);
        assertThat(end(aysel).statusCode()).isEqualTo(202);
    }

    @Test
    void a_flood_of_others_hides_no_request() throws SQLException {
        // Given
        tell("delivered");
        end(aysel);

        // When
        LocalPostgres.asOwner("insert into alert (alert_id, revision, state, basis, partners, timed, changed_on)"
                + " select ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 1, 'OPEN', 'SOURCE_ASSERTED',"
                + " '[]', false, '2026-11-24' from generate_series(1, 101) i");

        // Then
        try {
            assertThat(listed(rauf).orElseThrow().has("ending")).isTrue();
        } finally {
            LocalPostgres.asOwner("delete from alert where alert_id::text like '00000000-0000-4000-8000-%'");
        }
    }

    @Test
    void what_anybody_keeps_goes_on() throws Throwable {
        // Given
        tell("delivered");
        end(aysel);

        // When
        HttpResponse<String> kept = Browser.of("rauf").post(path() + "/end/drop", "");

        // Then
        assertThat(kept.statusCode()).isEqualTo(204);
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);
        assertThat(listed(aysel).orElseThrow().has("ending")).isFalse();
        assertThat(deeds()).containsExactly("aysel alert.ending", "rauf alert.kept");
    }

    @Test
    void an_alert_whose_tip_comes_within_the_hour_goes_on() throws Throwable {
        // Given
        tell("delivered");
        end(aysel);

        // When
        desk.receive(tip);

        // Then
        assertThat(listed(aysel)).isEmpty();
        assertThat(end(rauf).statusCode()).isEqualTo(404);
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);
        assertThat(farEnds.dataAtNotify(tip.alertId().toString())).isEmpty();
        assertThat(deeds()).containsExactly("aysel alert.ending", "(timer) alert.kept");
    }

    @Test
    void the_alert_of_a_tip_is_ended_as_its_tip_says() {
        // Given
        desk.receive(tip);
        tell("delivered");

        // When
        HttpResponse<String> refused = end(aysel);

        // Then
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(listed(aysel)).isEmpty();
    }

    @Test
    void an_alert_whose_tip_is_erased_while_the_edge_does_not_call_it_off_can_be_ended() {
        // Given
        desk.receive(tip);
        aysel.post(Desk.path(tip) + "/opened", "");
        tell("acknowledged");

        // When
        farEnds.sendFromIntake(tip.erased());

        // Then
        await().atMost(Desk.LIMIT).until(() -> listed(aysel).isPresent());
        end(aysel);
        end(rauf);
        assertThat(decided().path("decision").asText()).isEqualTo("cancelled");
    }

    @Test
    void one_that_a_partner_calls_resolved_stays_until_two_members_end_it() throws SQLException {
        // Given
        desk.receive(tip);
        tell("resolved");

        // When
        LocalPostgres.asOwner("delete from tip where tip_id = '" + tip.tipId() + "'");

        // Then
        assertThat(listed(aysel).orElseThrow().at("/alert/state").asText()).isEqualTo("resolved");
        end(aysel);
        end(rauf);
        assertThat(decided().path("decision").asText()).isEqualTo("cancelled");
        farEnds.sendFromNotify(tip.alertIs("cancelled", 3));
        await().atMost(Desk.LIMIT).until(() -> listed(aysel).isEmpty());
    }

    @Test
    void a_flood_of_others_hides_none_that_the_desk_had_confirmed() throws SQLException {
        // Given
        LocalPostgres.asOwner("insert into alert (alert_id, revision, state, basis, partners, timed, changed_on)"
                + " select ('00000000-0000-4000-8000-' || lpad(i::text, 12, '0'))::uuid, 1, 'OPEN', 'SOURCE_ASSERTED',"
                + " '[]', false, '2026-11-24' from generate_series(1, 110) i");

        // When
        tell(new String(tip.alertIs("delivered", 2, TOLD), UTF_8)
                .replace("source-asserted", "desk-confirmed")
                .getBytes(UTF_8));

        // Then
        try {
            JsonNode alarms = later(() -> Json.of(rauf.get("/api/alarms")));
            assertThat(alarms.at("/orphanedAlerts/0/alert/alertId").asText())
                    .isEqualTo(tip.alertId().toString());
            assertThat(alarms.path("orphanedAlerts")).hasSize(100);
            assertThat(alarms.at("/more/orphanedAlerts").asInt()).isGreaterThanOrEqualTo(11);
        } finally {
            LocalPostgres.asOwner("delete from alert where alert_id::text like '00000000-0000-4000-8000-%'");
        }
    }

    @ParameterizedTest
    @CsvSource({"nobodys, 1", "general, 999999"})
    void an_alert_whose_tip_is_sealed_to_a_key_that_nobody_holds_can_be_ended(String queue, String epoch) {
        // Given
        farEnds.sendFromIntake(new String(tip.in(queue).event(), UTF_8)
                .replace("\"epoch\":1,", "\"epoch\":" + epoch + ",")
                .getBytes(UTF_8));
        await().atMost(Desk.LIMIT)
                .until(() -> !LocalPostgres.column("select 1 from tip where alert_id = '" + tip.alertId() + "'")
                        .isEmpty());

        // When
        tell("delivered");

        // Then
        assertThat(end(aysel).statusCode()).isEqualTo(202);
        assertThat(end(rauf).statusCode()).isEqualTo(202);
        assertThat(decided().path("decision").asText()).isEqualTo("cancelled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"partners = '{'", "threat_region = 'x'"})
    void one_that_somebody_has_made_unreadable_takes_no_alarm_away(String change) throws SQLException {
        // Given
        tell("delivered");
        String check = LocalPostgres.column(
                        "select pg_get_constraintdef(oid) from pg_constraint where conname = 'alert_threat'")
                .get(0);
        LocalPostgres.asOwner("alter table alert drop constraint alert_threat");
        LocalPostgres.asOwner("update alert set " + change + " where alert_id = '" + tip.alertId() + "'");

        // When
        HttpResponse<String> alarms = later(() -> aysel.get("/api/alarms"));

        // Then
        LocalPostgres.asOwner("delete from alert where alert_id = '" + tip.alertId() + "'");
        LocalPostgres.asOwner("alter table alert add constraint alert_threat " + check);
        assertThat(alarms.statusCode()).isEqualTo(200);
        assertThat(Json.of(alarms).path("orphanedAlerts"))
                .noneMatch(orphan -> orphan.at("/alert/alertId")
                        .asText()
                        .equals(tip.alertId().toString()));
    }

    @Test
    void neither_a_stolen_session_nor_an_account_without_a_key_ends_it() {
        // Given
        tell("delivered");

        // When
        HttpResponse<String> stolen = end(Browser.of("aysel"));
        HttpResponse<String> keyless = end(Browser.steppedUp("leyla"));

        // Then
        assertThat(stolen.statusCode()).isEqualTo(403);
        assertThat(Json.of(keyless).path("type").asText()).isEqualTo("/problems/key-not-shown");
        assertThat(listed(aysel).orElseThrow().has("ending")).isFalse();
        assertThat(listed(Browser.of("leyla"))).isEmpty();
    }

    /** Returns when the desk knows. */
    private void tell(String state) {
        tell(tip.alertIs(state, 2, TOLD));
    }

    private static String partner(String name, int attempts) {
        return """
                {"name":"%s","state":"pending","attempts":%d,"since":"2026-11-24T10:02:00Z"}""".formatted(name, attempts);
    }

    private void tell(byte[] event) {
        farEnds.sendFromNotify(event);
        await().atMost(Desk.LIMIT)
                .until(() -> !LocalPostgres.column(
                                "select 1 from alert where revision = 2 and alert_id = '" + tip.alertId() + "'")
                        .isEmpty());
    }

    /** One of its regular ones. */
    private void firstLook() {
        try {
            VertxContextSupport.subscribeAndAwait(orphans::look);
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        }
    }

    /** After the time that a tip may be on its way. */
    private <T> T later(Supplier<T> asked) {
        AtomicReference<T> answer = new AtomicReference<>();
        firstLook();
        try {
            PinnedClock.at("2026-11-24T10:08:20Z", () -> {
                firstLook();
                answer.set(asked.get());
            });
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        }
        return answer.get();
    }

    private double counted(String moment) throws Throwable {
        AtomicReference<Double> count = new AtomicReference<>();
        PinnedClock.at(moment, () -> {
            firstLook();
            count.set(meters.get("penah.alerts.orphaned").gauge().value());
        });
        return count.get();
    }

    private Optional<JsonNode> listed(Browser browser) {
        return later(() -> listedNow(browser));
    }

    private Optional<JsonNode> listedNow(Browser browser) {
        return StreamSupport.stream(
                        Json.of(browser.get("/api/alarms"))
                                .path("orphanedAlerts")
                                .spliterator(),
                        false)
                .filter(orphan -> orphan.at("/alert/alertId")
                        .asText()
                        .equals(tip.alertId().toString()))
                .findFirst();
    }

    private String path() {
        return "/api/orphaned-alerts/" + tip.alertId();
    }

    private HttpResponse<String> end(Browser browser) {
        return later(() -> browser.post(path() + "/end", ""));
    }

    private void look() throws Throwable {
        VertxContextSupport.subscribeAndAwait(orphans::endWhatIsDue);
    }

    /** What reached notify-service, once. */
    private JsonNode decided() {
        await().atMost(Desk.LIMIT)
                .until(() -> !farEnds.dataAtNotify(tip.alertId().toString()).isEmpty());
        List<JsonNode> all = farEnds.dataAtNotify(tip.alertId().toString());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static JsonNode withoutIdAndTime(String sample) {
        ObjectNode data = (ObjectNode)
                Json.of(new String(Contracts.sample(sample), UTF_8)).path("data");
        return data.remove(List.of("alertId", "dueBy"));
    }

    private static String entry() {
        return LocalPostgres.column(
                        "select which from journal where deed = 'alert.ending' order by position desc limit 1")
                .get(0);
    }

    private static List<String> deeds() {
        return LocalPostgres.column(
                "select who || ' ' || deed from journal where which = '" + entry() + "' order by position");
    }
}
