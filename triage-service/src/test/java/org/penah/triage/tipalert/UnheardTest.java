package org.penah.triage.tipalert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;
import org.penah.triage.StaffOnDuty;

/** What the desk decides, and notify-service never says that it took. */
@QuarkusTest
class UnheardTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");
    private static final String IN_TIME = "2026-11-24T10:05:19Z";
    private static final String LATE = "2026-11-24T10:05:20Z";

    private static Browser steppedUp;

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Inject
    AlertAlarms alarms;

    @Inject
    MeterRegistry meters;

    private Sent tip;

    @BeforeAll
    static void asked_who_she_is() {
        steppedUp = Browser.steppedUp("aysel");
    }

    @BeforeEach
    void a_tip_that_somebody_opened() throws SQLException {
        LocalPostgres.asOwner(
                "update alert set said = 0, heard = 0, renewal_unheard = 0, call_unheard = 0, telephone_unheard = null, decision = null");
        tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        AYSEL.post(Desk.path(tip) + "/opened", "");
    }

    @Test
    void a_decision_that_notify_service_has_not_taken_is_an_alarm_after_two_minutes() throws Throwable {
        // When
        decide("confirmation");

        // Then
        assertThat(unheard(IN_TIME, AYSEL)).isEmpty();
        assertThat(counted(IN_TIME)).isZero();
        assertThat(unheard(LATE, AYSEL)).containsExactly(tip.tipId().toString());
        assertThat(unheard(LATE, RAUF)).isEmpty();
        assertThat(counted(LATE)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "delivered, source-asserted, ',\"heard\":1', true",
        "delivered, desk-confirmed, '', true",
        "delivered, desk-confirmed, ',\"heard\":1', false",
        "cancelled, source-asserted, '', false"
    })
    void it_ends_when_notify_service_says_that_it_took_it_and_what_it_says_of_the_alert_agrees(
            String state, String basis, String more, boolean isAlarm) throws Throwable {
        // Given
        decide("confirmation");
        unheard(IN_TIME, AYSEL);

        // When
        told(state, basis, more);

        // Then
        unheard(IN_TIME, AYSEL);
        assertThat(unheard("2026-11-24T10:07:19Z", AYSEL).isEmpty()).isNotEqualTo(isAlarm);
    }

    @Test
    void a_call_for_others_that_was_lost_is_an_alarm_though_the_alert_changes_meanwhile() throws Throwable {
        // Given
        decide("confirmation");
        told("acknowledged", "desk-confirmed", ",\"heard\":1");

        // When
        decide("others");

        // Then
        assertThat(unheard(IN_TIME, AYSEL)).isEmpty();
        told("claimed", "desk-confirmed", ",\"heard\":1", 3);
        assertThat(unheard(LATE, AYSEL)).hasSize(1);
        told("open", "desk-confirmed", ",\"heard\":2", 4);
        assertThat(unheard(LATE, AYSEL)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"others, renewal", "renewal, others"})
    void a_word_that_was_lost_is_no_less_an_alarm_because_a_later_one_came(String lost, String later) throws Throwable {
        // Given
        decide("confirmation");
        told("acknowledged", "desk-confirmed", ",\"heard\":1");
        decide(lost);
        decide(later);

        // When
        told("acknowledged", "desk-confirmed", ",\"heard\":3", 3);

        // Then
        unheard(IN_TIME, AYSEL);
        assertThat(unheard("2026-11-24T10:07:19Z", AYSEL)).hasSize(1);
        decide(lost);
        told("acknowledged", "desk-confirmed", ",\"heard\":4", 4);
        unheard("2026-11-24T10:07:19Z", AYSEL);
        assertThat(unheard("2026-11-24T10:09:19Z", AYSEL)).isEmpty();
    }

    @Test
    void a_word_whose_echo_comes_late_has_come() throws Throwable {
        // Given
        decide("confirmation");
        told("acknowledged", "desk-confirmed", ",\"heard\":1");
        decide("others");
        decide("renewal");
        told("acknowledged", "desk-confirmed", ",\"heard\":3", 4);

        // When
        farEnds.sendFromNotify(new String(tip.alertIs("acknowledged", 3, ",\"heard\":2"), UTF_8)
                .replace("source-asserted", "desk-confirmed")
                .getBytes(UTF_8));

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> LocalPostgres.column(
                                "select call_unheard from alert where alert_id = '" + tip.alertId() + "'")
                        .contains("0"));
        unheard(IN_TIME, AYSEL);
        assertThat(unheard("2026-11-24T10:07:19Z", AYSEL)).isEmpty();
    }

    @Test
    void a_clock_that_somebody_sets_neither_hides_it_nor_cries_wolf() throws Throwable {
        // Given
        decide("confirmation");

        // When
        PinnedClock.wrong(
                Duration.ofHours(2), () -> assertThat(unheard(IN_TIME, AYSEL)).isEmpty());

        // Then
        PinnedClock.wrong(
                Duration.ofHours(-2), () -> assertThat(unheard(LATE, AYSEL)).hasSize(1));
    }

    @Test
    void staff_on_duty_are_called_to_a_decision_that_was_long_not_taken_until_it_is() throws Throwable {
        // Given
        StaffOnDuty.say(farEnds, 5, "ready");
        decide("confirmation");
        unheard(IN_TIME, AYSEL);
        await().atMost(Desk.LIMIT).until(() -> calls().isEmpty());

        // When
        unheard(LATE, AYSEL);

        // Then
        await().atMost(Desk.LIMIT).until(() -> calls().size() == 1);
        told("delivered", "desk-confirmed", ",\"heard\":1");
        await().atMost(Desk.LIMIT).until(() -> calls().isEmpty());
        StaffOnDuty.nobody();
    }

    @Test
    void a_telephone_call_that_was_lost_is_no_less_an_alarm_because_a_later_word_came() throws Throwable {
        // Given
        toldToPartners();
        telephone("safe-house cannot");
        telephone("night-line acts");

        // When
        told("acknowledged", "source-asserted", ",\"heard\":2", 3);

        // Then
        unheard(IN_TIME, AYSEL);
        assertThat(unheard("2026-11-24T10:07:19Z", AYSEL)).hasSize(1);

        // When somebody writes down the next call with that partner
        toldToPartners(4);
        telephone("safe-house cannot");
        told("acknowledged", "source-asserted", ",\"heard\":3", 5);

        // Then
        unheard("2026-11-24T10:07:19Z", AYSEL);
        assertThat(unheard("2026-11-24T10:09:19Z", AYSEL)).isEmpty();
    }

    @Test
    void a_telephone_call_that_was_lost_matters_no_more_once_a_partner_calls_the_alert_resolved() throws Throwable {
        // Given
        toldToPartners();
        telephone("safe-house cannot");
        telephone("night-line acts");

        // When
        told("resolved", "source-asserted", ",\"heard\":2", 3);

        // Then
        unheard(IN_TIME, AYSEL);
        assertThat(unheard("2026-11-24T10:07:19Z", AYSEL)).isEmpty();
    }

    /** An older version notes how an alert ends, and knows nothing of the number of a call. */
    @ParameterizedTest
    @ValueSource(strings = {"RESOLVED", "EXPIRED", "CANCELLED"})
    void a_telephone_call_matters_no_more_once_the_alert_ended_while_an_older_version_ran(String end) throws Throwable {
        // Given
        toldToPartners();
        telephone("safe-house cannot");
        unheard(IN_TIME, AYSEL);
        assertThat(unheard(LATE, AYSEL)).hasSize(1);

        // When
        LocalPostgres.asOwner(
                "update alert set heard = said, state = '" + end + "' where alert_id = '" + tip.alertId() + "'");

        // Then
        unheard("2026-11-24T10:05:21Z", AYSEL);
        assertThat(unheard("2026-11-24T10:17:21Z", AYSEL)).isEmpty();
    }

    private void toldToPartners() {
        toldToPartners(2);
    }

    private void toldToPartners(int revision) {
        String partner = "{\"name\":\"%s\",\"state\":\"delivered\",\"attempts\":1,\"since\":\"2026-11-24T10:00:00Z\"}";
        String event = new String(tip.alertIs("unanswered", revision), UTF_8)
                .replace("[]", "[" + partner.formatted("safe-house") + "," + partner.formatted("night-line") + "]");
        farEnds.sendFromNotify(event.getBytes(UTF_8));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/partners").size() == 2);
    }

    private void telephone(String value) throws Throwable {
        String note = Json.of(new String(Contracts.sample("reply-sent"), UTF_8))
                .at("/data/sealed")
                .asText();
        String step = "{\"stepId\":\"%s\",\"kind\":\"telephone\",\"value\":\"%s\",\"note\":\"%s\"}"
                .formatted(UUID.randomUUID(), value, note);
        assertThat(steppedUp.post(Desk.path(tip) + "/steps/stepped-up", step).statusCode())
                .isEqualTo(204);
        VertxContextSupport.subscribeAndAwait(alarms::look);
    }

    private List<String> calls() {
        return LocalPostgres.column("select alert_id::text from staff_call where tip_id = '" + tip.tipId() + "'");
    }

    /** Two members cannot agree on it a second time. */
    @Test
    void a_cancellation_that_was_lost_is_said_again_every_two_minutes_until_it_is_heard() throws Throwable {
        // Given
        LocalPostgres.asOwner(
                "update alert set decision = 'CANCELLED', said = 1 where alert_id = '" + tip.alertId() + "'");

        // When
        counted("2026-11-24T10:03:20Z");
        counted(IN_TIME);
        assertThat(said()).isEqualTo("1");
        counted(LATE);
        counted(LATE);

        // Then
        assertThat(said()).isEqualTo("2");
        counted("2026-11-24T10:17:00Z");
        assertThat(said()).isEqualTo("3");
        told("cancelled", "source-asserted", "");
        counted("2026-11-24T10:27:00Z");
        assertThat(said()).isEqualTo("3");
    }

    @Test
    void a_cancellation_whose_alert_somebody_keeps_locked_holds_up_no_other() throws Throwable {
        // Given
        Sent other = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        LocalPostgres.asOwner("update alert set decision = 'CANCELLED', said = 1 where alert_id in ('" + tip.alertId()
                + "', '" + other.alertId() + "')");
        counted("2026-11-24T10:03:20Z");

        // When
        LocalPostgres.during(
                "select from alert where alert_id = '" + tip.alertId() + "' for update", () -> counted(LATE));

        // Then
        assertThat(said()).isEqualTo("1");
        assertThat(said(other)).isEqualTo("2");
    }

    private String said() throws SQLException {
        return said(tip);
    }

    private static String said(Sent of) throws SQLException {
        return LocalPostgres.column("select said from alert where alert_id = '" + of.alertId() + "'")
                .get(0);
    }

    private void decide(String what) throws Throwable {
        assertThat(AYSEL.post(Desk.path(tip) + "/alert/" + what, "").statusCode())
                .isEqualTo(202);
        VertxContextSupport.subscribeAndAwait(alarms::look);
    }

    private void told(String state, String basis, String more) {
        told(state, basis, more, 2);
    }

    private void told(String state, String basis, String more, int revision) {
        String event = new String(tip.alertIs(state, revision, more), UTF_8);
        farEnds.sendFromNotify(event.replace("source-asserted", basis).getBytes(UTF_8));
        await().atMost(Desk.LIMIT)
                .until(() -> !LocalPostgres.column("select 1 from alert where revision = " + revision
                                + " and alert_id = '" + tip.alertId() + "'")
                        .isEmpty());
    }

    private List<String> unheard(String moment, Browser member) throws Throwable {
        List<String> tips = new ArrayList<>();
        PinnedClock.at(moment, () -> {
            VertxContextSupport.subscribeAndAwait(alarms::look);
            for (JsonNode each : Json.of(member.get("/api/alarms")).path("unheard")) {
                tips.add(each.asText());
            }
        });
        return tips;
    }

    private double counted(String moment) throws Throwable {
        double[] count = new double[1];
        PinnedClock.at(moment, () -> {
            VertxContextSupport.subscribeAndAwait(alarms::look);
            count[0] = meters.get("penah.decisions.unheard").gauge().value();
        });
        return count[0];
    }
}
