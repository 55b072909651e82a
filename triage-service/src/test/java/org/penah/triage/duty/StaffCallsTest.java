package org.penah.triage.duty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
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

/** Staff on duty hear that a tip waits, from when it is here until somebody opens it. */
@QuarkusTest
class StaffCallsTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final String DUE = "2026-11-24T10:10:00Z";
    private static final String SEALED = Json.of(new String(Contracts.sample("reply-sent"), UTF_8))
            .at("/data/sealed")
            .asText();

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @BeforeEach
    void somebody_is_on_duty_and_nothing_waits() throws SQLException {
        LocalPostgres.asOwner("update tip set first_opened = current_date, decided = true,"
                + " due_by = to_timestamp(floor(extract(epoch from due_by) / 86400) * 86400)"
                + " where lane = 'IMMINENT' and first_opened is null");
        LocalPostgres.asOwner("update tip set decide_by = null, decided = true where decide_by is not null");
        LocalPostgres.asOwner("update alert set state = 'CANCELLED' where state = 'RESOLVED'");
        LocalPostgres.asOwner("update details set second_by = null");
        LocalPostgres.asOwner("update vital_interest set second_by = null");
        StaffOnDuty.say(farEnds, 5, "ready");
    }

    @AfterEach
    void nobody_is() throws SQLException {
        StaffOnDuty.nobody();
    }

    @Test
    void an_imminent_tip_calls_staff_whatever_its_source_allows_until_somebody_opens_it() {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE).withoutConsent());

        // When
        String call = called(tip);

        // Then
        await().atMost(Desk.LIMIT).until(() -> !said(call).isEmpty());
        assertThat(said(call)).containsExactly(Json.of("{\"alertId\":\"" + call + "\"}"));
        assertThat(List.of(tip.tipId().toString(), tip.alertId().toString())).doesNotContain(call);

        // When
        AYSEL.post(Desk.path(tip) + "/opened", "");

        // Then
        await().atMost(Desk.LIMIT).until(() -> said(call).size() == 2);
        assertThat(said(call).get(1)).isEqualTo(Json.of("{\"alertId\":\"" + call + "\",\"over\":true}"));
        assertThat(calls(tip)).isEmpty();
    }

    @Test
    void one_that_was_moved_calls_staff_of_its_new_queue_until_somebody_there_opens_it() throws SQLException {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE).withoutConsent().in("general"));
        AYSEL.post(Desk.path(tip) + "/opened", "");
        await().atMost(Desk.LIMIT).until(() -> calls(tip).isEmpty());

        // When
        LocalPostgres.asOwner("update tip set moved_by = 'aysel' where tip_id = '" + tip.tipId() + "'");

        // Then
        String call = called(tip);
        Browser.of("rauf").post(Desk.path(tip) + "/opened", "");
        await().atMost(Desk.LIMIT).until(() -> said(call).size() == 2);
    }

    @Test
    void one_that_was_opened_and_left_calls_staff_again_until_somebody_decides() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE).withoutConsent());
        String first = called(tip);
        AYSEL.post(Desk.path(tip) + "/opened", "");
        await().atMost(Desk.LIMIT).until(() -> calls(tip).isEmpty());

        PinnedClock.at("2026-11-24T10:35:30Z", () -> {
            // When
            String second = called(tip);

            // Then
            assertThat(second).isNotEqualTo(first);
            await().atMost(Desk.LIMIT).until(() -> said(second).size() == 1);

            // When
            AYSEL.post(
                    Desk.path(tip) + "/steps", "{\"stepId\":\"%s\",\"kind\":\"close\"}".formatted(UUID.randomUUID()));

            // Then
            await().atMost(Desk.LIMIT).until(() -> said(second).size() == 2);
        });
    }

    @Test
    void one_whose_alert_a_partner_calls_resolved_calls_staff_until_the_desk_decides_about_that() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE));
        AYSEL.post(Desk.path(tip) + "/opened", "");
        AYSEL.post(Desk.path(tip) + "/alert/confirmation", "");
        AYSEL.post(Desk.path(tip) + "/steps", "{\"stepId\":\"%s\",\"kind\":\"close\"}".formatted(UUID.randomUUID()));
        String confirmed = new String(tip.alertIs("resolved", 2, ",\"heard\":1"), UTF_8);
        farEnds.sendFromNotify(
                confirmed.replace("source-asserted", "desk-confirmed").getBytes(UTF_8));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/undecided").asBoolean());

        PinnedClock.at("2026-11-24T10:34:59Z", () -> {
            looked();
            assertThat(calls(tip)).isEmpty();
        });
        PinnedClock.at("2026-11-24T10:35:01Z", () -> {
            // When
            String call = called(tip);

            // Then
            await().atMost(Desk.LIMIT).until(() -> said(call).size() == 1);

            // When
            AYSEL.post(Desk.path(tip) + "/alert/confirmation", "");
            String goesOn = new String(tip.alertIs("open", 3, ",\"heard\":2"), UTF_8);
            farEnds.sendFromNotify(
                    goesOn.replace("source-asserted", "desk-confirmed").getBytes(UTF_8));

            // Then
            await().atMost(Desk.LIMIT).until(() -> said(call).size() == 2);
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update alert set aside_by = 'rauf', aside_reason = 'FLOOD' where alert_id = '%2$s'",
                "update tip set flood = true, folded = true where tip_id = '%1$s'"
            })
    void one_of_a_flood_calls_nobody_though_a_partner_calls_its_alert_resolved(String flood) throws Throwable {
        // Given
        Sent one = saidResolved();
        LocalPostgres.asOwner(flood.formatted(one.tipId(), one.alertId()));
        Sent other = saidResolved();

        PinnedClock.at("2026-11-24T10:35:01Z", () -> {
            // Then
            called(other);
            assertThat(calls(one)).isEmpty();
        });
    }

    @ParameterizedTest
    @CsvSource({"close, null", "vet, '\"junk\"'"})
    void one_that_staff_put_back_from_a_flood_calls_staff_whatever_they_made_of_it(String kind, String value)
            throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE).inFlood());
        AYSEL.post(Desk.path(tip) + "/opened", "");
        AYSEL.post(Desk.path(tip) + "/aside", "{\"aside\":false}");
        assertThat(AYSEL.post(
                                Desk.path(tip) + "/steps",
                                "{\"stepId\":\"%s\",\"kind\":\"%s\",\"value\":%s,\"note\":\"%s\"}"
                                        .formatted(UUID.randomUUID(), kind, value, SEALED))
                        .statusCode())
                .isEqualTo(204);

        // When
        farEnds.sendFromNotify(tip.alertIs("resolved", 2, ""));

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/undecided").asBoolean());
        assertThat(AYSEL.get("/api/alarms").body()).contains(tip.tipId().toString());
        PinnedClock.at("2026-11-24T10:35:01Z", () -> called(tip));
    }

    @Test
    void one_that_a_member_put_aside_outside_a_flood_calls_staff() throws Throwable {
        // Given
        Sent tip = saidResolved();

        // When
        LocalPostgres.asOwner("update tip set folded = true where tip_id = '" + tip.tipId() + "'");

        // Then
        PinnedClock.at("2026-11-24T10:35:01Z", () -> called(tip));
    }

    @Test
    void one_whose_alert_somebody_asks_to_cancel_calls_staff_all_the_same() throws Throwable {
        // Given
        Sent tip = saidResolved();

        // When
        LocalPostgres.asOwner("update alert set cancelling_by = 'rauf', cancelling_due = '2026-11-24T12:00:00Z'"
                + " where alert_id = '" + tip.alertId() + "'");

        // Then
        PinnedClock.at("2026-11-24T10:35:01Z", () -> called(tip));
    }

    @Test
    void a_time_that_an_older_version_left_is_none_for_what_a_partner_says_now() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE));
        LocalPostgres.asOwner(
                "update alert set decide_by = '2026-11-24T09:00:00Z' where alert_id = '" + tip.alertId() + "'");
        assertThat(desk.view(tip).at("/alert/undecided").asBoolean()).isFalse();

        // When
        sayResolved(tip);

        // Then
        PinnedClock.at("2026-11-24T10:34:59Z", () -> {
            looked();
            assertThat(calls(tip)).isEmpty();
        });
    }

    /** A tip at which nobody works any more, whose alert nobody has confirmed. */
    private Sent saidResolved() {
        Sent tip = desk.receive(Sent.danger(DUE));
        sayResolved(tip);
        return tip;
    }

    private void sayResolved(Sent tip) {
        AYSEL.post(Desk.path(tip) + "/opened", "");
        AYSEL.post(Desk.path(tip) + "/steps", "{\"stepId\":\"%s\",\"kind\":\"close\"}".formatted(UUID.randomUUID()));
        farEnds.sendFromNotify(tip.alertIs("resolved", 2, ""));
        await().atMost(Desk.LIMIT)
                .until(() -> desk.view(tip).at("/alert/undecided").asBoolean());
    }

    @ParameterizedTest
    @ValueSource(strings = {"first_opened = day, closed_on = day", "finding = 'JUNK'"})
    void a_request_that_waits_too_long_for_a_second_person_calls_staff_while_its_tip_is_at_work(String over)
            throws SQLException {
        // Given
        Sent tip = desk.receive(Sent.routine());

        // When
        LocalPostgres.asOwner("insert into vital_interest (tip_id, proposer, proposed_on, reason, second_by) values ('"
                + tip.tipId() + "', 'rauf', '2026-11-24', decode(repeat('00', 9851), 'hex'), '2026-11-24T10:00:00Z')");

        // Then
        String call = called(tip);
        LocalPostgres.asOwner("update tip set " + over + " where tip_id = '" + tip.tipId() + "'");
        await().atMost(Desk.LIMIT).until(() -> said(call).size() == 2);
    }

    @Test
    void requests_and_undecided_tips_that_nobody_sees_to_keep_back_no_call_to_a_new_one() throws SQLException {
        // Given
        List<Sent> requests =
                Stream.generate(() -> desk.receive(Sent.routine())).limit(5).toList();
        for (Sent tip : requests) {
            LocalPostgres.asOwner(
                    "insert into vital_interest (tip_id, proposer, proposed_on, reason, second_by) values ('"
                            + tip.tipId()
                            + "', 'rauf', '2026-11-24', decode(repeat('00', 9851), 'hex'), '2026-11-24T10:00:00Z')");
        }
        requests.forEach(StaffCallsTest::called);
        List<Sent> left =
                Stream.generate(() -> desk.receive(Sent.danger(DUE))).limit(5).toList();
        for (Sent tip : left) {
            AYSEL.post(Desk.path(tip) + "/opened", "");
            LocalPostgres.asOwner(
                    "update tip set decide_by = '2026-11-24T10:00:00Z' where tip_id = '" + tip.tipId() + "'");
        }
        left.forEach(StaffCallsTest::called);

        // When
        Sent imminent = desk.receive(Sent.danger(DUE));

        // Then
        called(imminent);
        LocalPostgres.asOwner("delete from vital_interest");
    }

    @Test
    void a_source_that_erases_its_tip_calls_staff_off() {
        // Given
        Sent tip = desk.receive(Sent.danger(DUE));
        String call = called(tip);

        // When
        farEnds.sendFromIntake(tip.erased());

        // Then
        await().atMost(Desk.LIMIT).until(() -> said(call).size() == 2);
        assertThat(said(call).get(1).path("over").asBoolean()).isTrue();
    }

    @Test
    void one_of_a_flood_and_one_without_danger_within_hours_call_nobody() {
        // Given
        Sent flood = desk.receive(Sent.danger(DUE).inFlood());
        Sent routine = desk.receive(Sent.routine());

        // When
        Sent imminent = desk.receive(Sent.danger(DUE));

        // Then
        called(imminent);
        assertThat(calls(flood)).isEmpty();
        assertThat(calls(routine)).isEmpty();
    }

    @Test
    void nobody_is_called_where_nobody_is_on_duty() throws SQLException {
        // Given
        nobody_is();

        // When
        Sent tip = desk.receive(Sent.danger(DUE));

        // Then
        looked();
        assertThat(calls(tip)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"disabled", "untried"})
    void nobody_is_called_where_the_only_entry_is_ended_or_untried(String admission) throws SQLException {
        // Given
        StaffOnDuty.say(farEnds, 6, admission);

        // When
        Sent tip = desk.receive(Sent.danger(DUE));

        // Then
        looked();
        assertThat(calls(tip)).isEmpty();
    }

    /** What each sets in one statement, so that a look finds all of them at once: the last received waits longest, or is of confirmed danger. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "update tip set decide_by = case when tip_id = '%1$s' then timestamptz '2026-11-24T09:00:00Z'"
                        + " else '2026-11-24T10:00:00Z' end where tip_id in (%2$s)",
                "update alert set state = 'RESOLVED', decide_by = '2026-11-24T10:00:00Z',"
                        + " decision = case when alert_id = (select alert_id from tip where tip_id = '%1$s')"
                        + " then 'CONFIRMED' end where alert_id in (select alert_id from tip where tip_id in (%2$s))",
                "insert into vital_interest (tip_id, proposer, proposed_on, reason, second_by) select tip_id, 'rauf',"
                        + " '2026-11-24', decode(repeat('00', 9851), 'hex'), case when tip_id = '%1$s'"
                        + " then timestamptz '2026-11-24T09:00:00Z' else '2026-11-24T10:00:00Z' end from"
                        + " (select tip_id from tip where tip_id in (%2$s) order by tip_id = '%1$s') t"
            })
    void of_more_than_five_staff_are_called_to_the_one_that_waits_longest_or_is_confirmed(String wait)
            throws SQLException {
        // Given
        List<Sent> tips =
                Stream.generate(() -> desk.receive(Sent.danger(DUE))).limit(7).toList();
        tips.forEach(tip -> AYSEL.post(Desk.path(tip) + "/opened", ""));
        await().atMost(Desk.LIMIT).until(() -> called(tips).isEmpty());
        Sent last = tips.get(6);

        // When
        LocalPostgres.asOwner(wait.formatted(
                last.tipId(), tips.stream().map(tip -> "'" + tip.tipId() + "'").collect(Collectors.joining(","))));

        // Then
        await().atMost(Desk.LIMIT).until(() -> called(tips).size() == 5);
        assertThat(called(tips)).contains(last);
        LocalPostgres.asOwner("delete from vital_interest");
    }

    @Test
    void five_calls_run_at_once_and_the_next_begins_when_one_ends() {
        // Given
        List<Sent> tips =
                Stream.generate(() -> desk.receive(Sent.danger(DUE))).limit(7).toList();
        await().atMost(Desk.LIMIT).until(() -> called(tips).size() == 5);
        Sent opened = called(tips).get(0);

        // When
        AYSEL.post(Desk.path(opened) + "/opened", "");

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> calls(opened).isEmpty() && called(tips).size() == 5);
    }

    /** Returns once the service has looked at what waits: it has called off what is gone. */
    private static void looked() throws SQLException {
        LocalPostgres.asOwner("insert into staff_call values ('%s', gen_random_uuid())".formatted(UUID.randomUUID()));
        await().atMost(Desk.LIMIT)
                .until(() -> LocalPostgres.column(
                                "select 1 from staff_call c where not exists (select from tip t where t.tip_id = c.tip_id)")
                        .isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"staff-called", "staff-called-over"})
    void the_event_is_that_of_the_contract(String sample) {
        // When
        String written = Contracts.roundTrip(Contracts.sample(sample), StaffCalled.class);

        // Then
        assertThat(Json.of(written)).isEqualTo(Json.of(new String(Contracts.sample(sample), UTF_8)));
        assertThat(Contracts.violations("staff-called.v1", written)).isEmpty();
    }

    /** The id under which staff are called to a tip, once they are. */
    private static String called(Sent tip) {
        await().atMost(Desk.LIMIT).until(() -> !calls(tip).isEmpty());
        return calls(tip).get(0);
    }

    /** Those of these tips to which staff are called now. */
    private static List<Sent> called(List<Sent> tips) {
        return tips.stream().filter(tip -> !calls(tip).isEmpty()).toList();
    }

    private static List<String> calls(Sent tip) {
        return LocalPostgres.column("select alert_id::text from staff_call where tip_id = '" + tip.tipId() + "'");
    }

    private List<JsonNode> said(String call) {
        return farEnds.dataAtNotify(call);
    }
}
