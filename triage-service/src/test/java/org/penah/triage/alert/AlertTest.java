package org.penah.triage.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;

@QuarkusTest
class AlertTest {

    private static final Browser AYSEL = Browser.of("aysel");

    /** A partner that holds an alert past midnight. */
    private static final String HELD = """
            [{"name":"safe-house","state":"acknowledged","attempts":1,"since":"2026-11-24T23:50:00Z",
            "until":"2026-11-25T03:50:00Z"}]""";

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Inject
    FadingTimes fadingTimes;

    @Test
    void a_confirmed_alert_reaches_notify_without_a_name() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        HttpResponse<String> response = confirm(tip);

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> !decisions(tip).isEmpty());
        assertThat(farEnds.dataAtNotify(tip.alertId().toString()))
                .containsExactly(Json.of("""
                        {"alertId":"%s","decision":"confirmed","threat":{"who":"me","when":"hours","region":"145"},
                        "consents":{"details":true},"languages":["en"],"dueBy":"2026-11-24T10:15:00Z","decisionKey":"%s","number":1}""".formatted(tip.alertId(), tip.decisionKey())));
        assertThat(desk.view(tip).at("/alert/decision").asText()).isEqualTo("confirmed");
        assertThat(Desk.deeds(tip)).containsExactly("aysel alert.confirmed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"resolved", "expired"})
    void an_alert_that_a_partner_or_the_time_ended_goes_on_when_the_desk_confirms_it_again(String state) {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        confirm(tip);
        farEnds.sendFromNotify(changed(tip, 1, state));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/state").asText().equals(state));

        // When
        HttpResponse<String> again = confirm(tip);

        // Then
        assertThat(again.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> decisions(tip).size() == 2);
        assertThat(decisions(tip)).containsExactly("confirmed", "confirmed");
        assertThat(Desk.deeds(tip)).endsWith("aysel alert.confirmed");
    }

    @Test
    void that_an_expired_alert_goes_on_is_what_the_desk_reads_until_notify_service_says_more() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        farEnds.sendFromNotify(changed(tip, 1, "expired"));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/state").asText().equals("expired"));
        assertThat(desk.view(tip).at("/alert/goingOn").asBoolean()).isFalse();

        // When
        confirm(tip);

        // Then
        assertThat(desk.view(tip).at("/alert/goingOn").asBoolean()).isTrue();
        farEnds.sendFromNotify(told(tip, 2, "expired", "[]", ",\"heard\":1"));
        await().atMost(Desk.LIMIT)
                .until(() -> !desk.view(tip).at("/alert/goingOn").asBoolean());
    }

    @Test
    void a_decision_that_is_repeated_tells_nobody_twice() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        AYSEL.post(Desk.path(tip) + "/opened", "");
        confirm(tip);

        // When
        HttpResponse<String> repeated = confirm(tip);

        // Then
        assertThat(repeated.statusCode()).isEqualTo(202);
        Sent after = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        confirm(after);
        await().atMost(Desk.LIMIT).until(() -> !decisions(after).isEmpty());
        assertThat(decisions(tip)).containsExactly("confirmed");
        assertThat(Desk.deeds(tip)).containsExactly("aysel tip.opened", "aysel alert.confirmed");
    }

    @Test
    void what_a_partner_calls_resolved_is_to_be_decided_about_and_not_renewed() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        farEnds.sendFromNotify(told(tip, 1, "resolved", "[]", ",\"overdue\":true"));

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/undecided").asBoolean());
        assertThat(desk.view(tip).at("/alert/overdue").asBoolean()).isFalse();
    }

    @Test
    void the_desk_renews_an_alert_whose_time_has_passed() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        assertThat(AYSEL.post(Desk.path(tip) + "/alert/renewal", "").statusCode())
                .isEqualTo(409);
        confirm(tip);
        farEnds.sendFromNotify(told(tip, 1, "unanswered", "[]", ",\"overdue\":true"));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/overdue").asBoolean());

        // When
        HttpResponse<String> response = AYSEL.post(Desk.path(tip) + "/alert/renewal", "");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> decisions(tip).size() == 2);
        assertThat(decisions(tip)).containsExactly("confirmed", "confirmed");
        assertThat(Desk.deeds(tip)).contains("aysel alert.renewed");
    }

    @Test
    void the_desk_calls_others_to_an_alert_that_a_partner_has_taken_on_and_to_no_other() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        assertThat(AYSEL.post(Desk.path(tip) + "/alert/others", "").statusCode())
                .isEqualTo(409);
        farEnds.sendFromNotify(changed(tip, 1, "claimed"));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/state").asText().equals("claimed"));

        // When
        HttpResponse<String> response = AYSEL.post(Desk.path(tip) + "/alert/others", "");

        // Then
        assertThat(response.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> decisions(tip).equals(List.of("call-others")));
        assertThat(Desk.deeds(tip)).contains("aysel alert.others-called");
        assertThat(desk.view(tip).at("/alert/decision").isMissingNode()).isTrue();
    }

    @Test
    void without_the_sources_consent_nothing_leaves() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z").withoutConsent());

        // When
        HttpResponse<String> response = confirm(tip);

        // Then
        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(Json.of(response).path("type").asText()).isEqualTo("/problems/no-consent");
        assertThat(desk.view(tip).has("alert")).isFalse();
        assertThat(Desk.deeds(tip)).isEmpty();
        Sent after = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        confirm(after);
        await().atMost(Desk.LIMIT).until(() -> !decisions(after).isEmpty());
        assertThat(decisions(tip)).isEmpty();
    }

    @Test
    void the_desk_shows_what_notify_says_last_in_whatever_order_it_comes() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        farEnds.sendFromNotify(changed(tip, 3, "acknowledged"));
        farEnds.sendFromNotify(changed(tip, 2, "delivered"));

        // Then
        Sent after = Sent.danger("2026-11-24T10:10:00Z");
        farEnds.sendFromNotify(changed(after, 1, "open"));
        desk.receive(after);
        await().atMost(Desk.LIMIT)
                .until(() -> !desk.view(after).at("/alert/partners").isEmpty());
        assertThat(desk.view(tip).path("alert")).isEqualTo(Json.of("""
                        {"alertId":"%s","basis":"source-asserted","state":"acknowledged","undecided":false,"goingOn":false,"overdue":false,"partners":[
                        {"name":"safe-house","state":"acknowledged","attempts":1,"since":"2026-11-24T10:06:00Z"}]}""".formatted(tip.alertId())));
    }

    @Test
    void the_entry_shows_that_somebody_altered_what_became_of_an_alert() throws SQLException {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        farEnds.sendFromNotify(changed(tip, 2, "delivered"));
        farEnds.sendFromNotify(changed(tip, 3, "unanswered"));
        farEnds.sendFromNotify(changed(tip, 4, "unanswered"));
        await().atMost(Desk.LIMIT)
                .until(() -> LocalPostgres.column("select revision from alert where alert_id = '" + tip.alertId() + "'")
                        .contains("4"));
        assertThat(Desk.deeds(tip)).containsExactly("(channel) alert.changed", "(channel) alert.changed");
        assertThat(Audit.differences(tip.tipId().toString())).isEmpty();

        // When
        LocalPostgres.asOwner("update alert set state = 'ACKNOWLEDGED' where alert_id = '" + tip.alertId() + "'");

        // Then
        assertThat(Audit.differences(tip.tipId().toString())).containsExactly("alert.changed altered");
    }

    @Test
    void the_desk_shows_who_took_it_on_until_when_and_whose_timing_is_visible() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        String partners = """
                [{"name":"safe-house","state":"claimed","attempts":1,"since":"2026-11-24T10:06:00Z",
                "until":"2026-11-24T11:05:00Z"},{"name":"legal-aid","state":"needs-info","attempts":2,
                "since":"2026-11-24T10:07:00Z","timingVisible":true}]""";

        // When
        farEnds.sendFromNotify(told(tip, 4, "claimed", partners, ""));
        farEnds.sendFromNotify(told(tip, 5, "resolved", partners, ",\"status\":\"Exercise\""));

        // Then
        Sent after = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        farEnds.sendFromNotify(changed(after, 1, "expired"));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(after).at("/alert/state").asText().equals("expired"));
        assertThat(desk.view(tip).at("/alert/state").asText()).isEqualTo("claimed");
        assertThat(desk.view(tip).at("/alert/partners")).isEqualTo(Json.of(partners));
    }

    @Test
    void the_desk_sees_an_alert_that_a_thousand_partners_have() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        String partners = IntStream.range(0, 1000)
                .mapToObj(("{\"name\":\"partner-of-a-long-name-%d\",\"state\":\"delivered\",\"attempts\":1,"
                        + "\"since\":\"2026-11-24T10:06:00Z\"}")::formatted)
                .collect(Collectors.joining(",", "[", "]"));

        // When
        farEnds.sendFromNotify(told(tip, 1, "unanswered", partners, ""));

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/state").asText().equals("unanswered"));
        assertThat(desk.view(tip).at("/alert/partners")).hasSize(1000);
    }

    @Test
    void the_minutes_of_a_settled_alert_are_gone_when_its_day_is_over() throws Throwable {
        // Given
        Sent yesterday = desk.receive(Sent.danger("2026-11-23T10:10:00Z"));
        Sent running = desk.receive(Sent.danger("2026-11-23T10:10:00Z"));
        Sent today = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        farEnds.sendFromNotify(changed(yesterday, 1, "acknowledged", "2026-11-23T10:06:00Z"));
        farEnds.sendFromNotify(changed(running, 1, "delivered", "2026-11-23T10:06:00Z"));
        farEnds.sendFromNotify(changed(today, 1, "acknowledged", "2026-11-24T10:06:00Z"));
        await().atMost(Desk.LIMIT).until(() -> !since(today).isEmpty());

        // When
        VertxContextSupport.subscribeAndAwait(fadingTimes::fade);

        // Then
        assertThat(since(yesterday)).isEqualTo("2026-11-23T00:00:00Z");
        assertThat(since(running)).isEqualTo("2026-11-23T10:06:00Z");
        assertThat(since(today)).isEqualTo("2026-11-24T10:06:00Z");
    }

    @Test
    void until_when_a_partner_holds_an_alert_stays_past_midnight_and_no_longer_than_that() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T23:55:00Z"));
        farEnds.sendFromNotify(told(tip, 1, "acknowledged", HELD, ""));
        await().atMost(Desk.LIMIT).until(() -> !since(tip).isEmpty());

        // When
        PinnedClock.at("2026-11-25T01:00:00Z", this::fade);

        // Then
        assertThat(since(tip)).isEqualTo("2026-11-24T00:00:00Z");
        assertThat(until(tip)).isEqualTo("2026-11-25T03:50:00Z");

        // When
        PinnedClock.at("2026-11-25T03:49:59Z", this::fade);

        // Then
        assertThat(until(tip)).isEqualTo("2026-11-25T03:50:00Z");

        // When
        PinnedClock.at("2026-11-25T03:50:00Z", this::fade);

        // Then
        assertThat(until(tip)).isEmpty();
        assertThat(timed(tip)).containsExactly("false");
    }

    @Test
    void until_when_a_partner_held_an_alert_stays_for_the_rest_of_that_day() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        farEnds.sendFromNotify(
                told(tip, 1, "acknowledged", HELD.replace("23:50", "10:05").replace("25T03:50", "24T14:05"), ""));
        await().atMost(Desk.LIMIT).until(() -> !since(tip).isEmpty());

        // When
        PinnedClock.at("2026-11-24T14:05:00Z", this::fade);

        // Then
        assertThat(until(tip)).isEqualTo("2026-11-24T14:05:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"expired", "cancelled"})
    void of_an_alert_that_has_ended_nothing_finer_than_a_day_outlasts_the_day(String ended) throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T23:55:00Z"));
        farEnds.sendFromNotify(told(tip, 1, ended, HELD, ""));
        await().atMost(Desk.LIMIT).until(() -> !since(tip).isEmpty());

        // When
        PinnedClock.at("2026-11-25T01:00:00Z", this::fade);

        // Then
        assertThat(until(tip)).isEmpty();
        assertThat(timed(tip)).containsExactly("false");
    }

    @Test
    void what_an_alert_becomes_while_its_minutes_fade_stays() throws Exception {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-23T10:10:00Z"));
        farEnds.sendFromNotify(changed(tip, 1, "acknowledged", "2026-11-23T10:06:00Z"));
        await().atMost(Desk.LIMIT).until(() -> !since(tip).isEmpty());
        AtomicReference<CompletableFuture<Void>> fading = new AtomicReference<>();

        // When
        LocalPostgres.beforeWaiting(
                "update alert set revision = 2, state = 'OPEN', decision = 'CONFIRMED' where alert_id = '"
                        + tip.alertId() + "'",
                () -> fading.set(CompletableFuture.runAsync(this::fade)));

        // Then
        fading.get().get();
        assertThat(LocalPostgres.column("select concat_ws(' ', revision, state, decision) from alert where alert_id = '"
                        + tip.alertId() + "'"))
                .containsExactly("2 OPEN CONFIRMED");
        assertThat(since(tip)).isEqualTo("2026-11-23T10:06:00Z");
    }

    private void fade() {
        try {
            VertxContextSupport.subscribeAndAwait(fadingTimes::fade);
        } catch (Throwable fault) {
            throw new IllegalStateException(fault);
        }
    }

    private String since(Sent tip) {
        return desk.view(tip).at("/alert/partners/0/since").asText();
    }

    private String until(Sent tip) {
        return desk.view(tip).at("/alert/partners/0/until").asText();
    }

    private static List<String> timed(Sent tip) {
        return LocalPostgres.column("select timed::text from alert where alert_id = '" + tip.alertId() + "'");
    }

    private static HttpResponse<String> confirm(Sent tip) {
        return AYSEL.post(Desk.path(tip) + "/alert/confirmation", "");
    }

    private List<String> decisions(Sent tip) {
        return farEnds.dataAtNotify(tip.alertId().toString()).stream()
                .map(data -> data.path("decision").asText())
                .toList();
    }

    private static byte[] changed(Sent tip, int revision, String state) {
        return changed(tip, revision, state, "2026-11-24T10:06:00Z");
    }

    private static byte[] changed(Sent tip, int revision, String state, String since) {
        String partners = "[{\"name\":\"safe-house\",\"state\":\"acknowledged\",\"attempts\":1,\"since\":\"%s\"}]"
                .formatted(since);
        return told(tip, revision, state, partners, "");
    }

    private static byte[] told(Sent tip, int revision, String state, String partners, String more) {
        return """
                {"specversion":"1.0","id":"%s","source":"/notify","type":"org.penah.alert.changed.v1",
                "datacontenttype":"application/json","data":{"alertId":"%s","revision":%d,"state":"%s",
                "basis":"source-asserted","partners":%s%s}}""".formatted(UUID.randomUUID(), tip.alertId(), revision, state, partners, more)
                .getBytes(StandardCharsets.UTF_8);
    }
}
