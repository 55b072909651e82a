package org.penah.triage.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;

@QuarkusTest
class AlarmTest {

    private static final Browser AYSEL = Browser.of("aysel");
    private static final Browser RAUF = Browser.of("rauf");

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Test
    void each_member_hears_of_what_is_overdue_in_their_own_queues() throws Throwable {
        PinnedClock.at("2026-12-02T08:00:00Z", () -> {
            // Given
            int hers = overdue(AYSEL, "looks");
            int his = overdue(RAUF, "looks");
            int answers = overdue(RAUF, "answers");

            // When
            desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
            desk.receive(Sent.routine());

            // Then
            assertThat(overdue(AYSEL, "looks")).isGreaterThan(hers);
            assertThat(overdue(RAUF, "looks")).isEqualTo(his);
            assertThat(overdue(RAUF, "answers")).isGreaterThan(answers);
        });
        assertThat(Json.of(RAUF.get("/api/alarms")).path("keysDaysLeft").asInt())
                .isEqualTo(89);
    }

    @Test
    void an_imminent_tip_calls_its_queues_members_until_somebody_opens_it() {
        // Given
        Sent imminent = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        Sent inFlood = desk.receive(Sent.danger("2026-11-24T10:10:00Z").inFlood());
        Sent routine = desk.receive(Sent.routine());
        List<String> before = imminent(AYSEL);

        // When
        AYSEL.post(Desk.path(imminent) + "/opened", "");

        // Then
        assertThat(before).contains(id(imminent)).doesNotContain(id(inFlood), id(routine));
        assertThat(imminent(AYSEL)).doesNotContain(id(imminent));
        assertThat(imminent(RAUF)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"unanswered", "unreachable"})
    void an_alert_that_nobody_answers_is_heard_of_though_its_tip_is_closed_or_folded(String state) {
        // Given
        int hers = unanswered(AYSEL);
        int his = unanswered(RAUF);
        Sent closed = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        Sent folded = desk.receive(Sent.danger("2026-11-24T10:10:00Z").inFlood());
        AYSEL.post(Desk.path(closed) + "/opened", "");
        AYSEL.post(Desk.path(closed) + "/steps", "{\"stepId\":\"%s\",\"kind\":\"close\"}".formatted(UUID.randomUUID()));

        // When
        farEnds.sendFromNotify(closed.alertIs(state, 1));
        farEnds.sendFromNotify(folded.alertIs(state, 1));

        // Then
        await().atMost(Desk.LIMIT).until(() -> unanswered(AYSEL) == hers + 2);
        assertThat(unanswered(RAUF)).isEqualTo(his);
        assertThat(desk.order("unanswered=true")).contains(id(closed), id(folded));
        assertThat(desk.order("unanswered=true&closed=true"))
                .contains(id(closed))
                .doesNotContain(id(folded));
        assertThat(Json.of(AYSEL.get("/api/tips?unanswered=true")).path("folds"))
                .isEmpty();
        farEnds.sendFromNotify(closed.alertIs("acknowledged", 2));
        await().atMost(Desk.LIMIT).until(() -> unanswered(AYSEL) == hers + 1);
        assertThat(desk.order("unanswered=true")).contains(id(folded)).doesNotContain(id(closed));
    }

    @Test
    void what_a_partner_calls_resolved_is_heard_of_until_the_desk_decides() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        AYSEL.post(Desk.path(tip) + "/opened", "");
        AYSEL.post(Desk.path(tip) + "/steps", "{\"stepId\":\"%s\",\"kind\":\"close\"}".formatted(UUID.randomUUID()));

        // When
        farEnds.sendFromNotify(resolved(tip, 1));

        // Then
        await().atMost(Desk.LIMIT).until(() -> !resolved(AYSEL, tip).isMissingNode());
        assertThat(resolved(AYSEL, tip).path("partners")).isEqualTo(Json.of("[\"safe-house\"]"));
        assertThat(resolved(RAUF, tip).isMissingNode()).isTrue();
        assertThat(AYSEL.post(Desk.path(tip) + "/alert/confirmation", "").statusCode())
                .isEqualTo(202);
        // before notify-service says that it took it
        assertThat(resolved(AYSEL, tip).isMissingNode()).isTrue();
        assertThat(desk.view(tip).at("/alert/undecided").asBoolean()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'', false", "',\"heard\":1', true"})
    void a_partner_that_calls_it_resolved_again_after_the_desks_word_came_is_heard_of_again(
            String more, boolean isAlarm) {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        AYSEL.post(Desk.path(tip) + "/opened", "");
        farEnds.sendFromNotify(resolved(tip, 1));
        await().atMost(Desk.LIMIT).until(() -> !resolved(AYSEL, tip).isMissingNode());
        AYSEL.post(Desk.path(tip) + "/alert/confirmation", "");

        // When
        farEnds.sendFromNotify(tip.alertIs("resolved", 3, more));

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> LocalPostgres.column("select revision from alert where alert_id = '" + tip.alertId() + "'")
                        .contains("3"));
        assertThat(resolved(AYSEL, tip).isMissingNode()).isNotEqualTo(isAlarm);
    }

    @Test
    void of_those_that_partners_call_resolved_junk_hides_none_that_the_desk_had_confirmed() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        AYSEL.post(Desk.path(tip) + "/opened", "");
        AYSEL.post(Desk.path(tip) + "/alert/confirmation", "");
        Sent junk = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        farEnds.sendFromNotify(resolved(junk, 1));
        await().atMost(Desk.LIMIT).until(() -> !resolved(AYSEL, junk).isMissingNode());
        LocalPostgres.asOwner("create table copied as select gen_random_uuid() as tip_id, gen_random_uuid() as alert_id"
                + " from generate_series(1, 110)");
        try {
            LocalPostgres.asOwner(
                    ("insert into tip select (jsonb_populate_record(t, jsonb_build_object('tip_id', c.tip_id,"
                                    + " 'blob_id', c.tip_id, 'alert_id', c.alert_id))).* from tip t, copied c where t.tip_id = '%s'")
                            .formatted(junk.tipId()));
            LocalPostgres.asOwner(("insert into alert select (jsonb_populate_record(a, jsonb_build_object('alert_id',"
                            + " c.alert_id))).* from alert a, copied c where a.alert_id = '%s'")
                    .formatted(junk.alertId()));
            PinnedClock.at("2026-11-24T10:20:00Z", () -> {
                farEnds.sendFromNotify(resolved(tip, 1));
                await().atMost(Desk.LIMIT).until(() -> !resolved(AYSEL, tip).isMissingNode());
            });

            // Then
            JsonNode alarms = Json.of(AYSEL.get("/api/alarms"));
            assertThat(alarms.at("/resolved/0/tipId").asText()).isEqualTo(id(tip));
            assertThat(alarms.path("resolved")).hasSize(100);
            assertThat(alarms.at("/more/resolved").asInt()).isGreaterThanOrEqualTo(12);
        } finally {
            LocalPostgres.asOwner("delete from tip where tip_id in (select tip_id from copied)");
            LocalPostgres.asOwner("delete from alert where alert_id in (select alert_id from copied)");
            LocalPostgres.asOwner("drop table copied");
        }
    }

    @Test
    void of_what_waits_for_a_second_person_old_junk_hides_nothing_about_danger_within_hours() throws Throwable {
        // Given
        LocalPostgres.asOwner("delete from vital_interest");
        LocalPostgres.asOwner("delete from details where state = 'WAITING'");
        LocalPostgres.asOwner("update tip set move_asked_by = null, move_asked_on = null, move_to = null");
        Sent danger = desk.receive(Sent.danger("2026-11-24T10:10:00Z").in("general"));
        Sent junk = desk.receive(Sent.routine());
        LocalPostgres.asOwner("create table copied as select gen_random_uuid() as tip_id from generate_series(1, 110)");
        try {
            LocalPostgres.asOwner(
                    ("insert into tip select (jsonb_populate_record(t, jsonb_build_object('tip_id', c.tip_id,"
                                    + " 'blob_id', c.tip_id))).* from tip t, copied c where t.tip_id = '%s'")
                            .formatted(junk.tipId()));

            // When
            LocalPostgres.asOwner("insert into copied values ('" + danger.tipId() + "')");
            LocalPostgres.asOwner(
                    ("insert into vital_interest (tip_id, proposer, proposed_on, reason, second_by) select tip_id, 'rauf',"
                                    + " case when tip_id = '%1$s' then date '2026-11-24' else '2026-11-20' end,"
                                    + " decode(repeat('00', 9851), 'hex'), case when tip_id = '%1$s'"
                                    + " then timestamptz '2026-11-24T10:00:00Z' else '2026-11-20T10:00:00Z' end from copied")
                            .formatted(danger.tipId()));
            LocalPostgres.asOwner(
                    ("update tip set move_asked_by = 'rauf', move_to = 'threat', move_asked_on = case when tip_id = '%s'"
                                    + " then date '2026-11-24' else '2026-11-20' end where tip_id in (select tip_id from copied)")
                            .formatted(danger.tipId()));

            // Then
            JsonNode hers = Json.of(AYSEL.get("/api/alarms"));
            assertThat(List.of(
                            hers.at("/asked/alerts/0/tipId").asText(),
                            hers.at("/asked/moves/0/tipId").asText(),
                            hers.at("/asked/late/0/tipId").asText()))
                    .containsOnly(id(danger));
            assertThat(List.of("alerts", "moves", "late"))
                    .allSatisfy(
                            list -> assertThat(hers.path("asked").path(list)).hasSize(100));
            assertThat(hers.at("/more/asked").asInt())
                    .as("what is late is among the others")
                    .isEqualTo(11 + 11);
            assertThat(Json.of(RAUF.get("/api/alarms")).at("/more/asked").asInt())
                    .as("but for what he asked for")
                    .isEqualTo(11);
        } finally {
            LocalPostgres.asOwner("delete from vital_interest");
            LocalPostgres.asOwner("delete from tip where tip_id in (select tip_id from copied)");
            LocalPostgres.asOwner("drop table copied");
        }
    }

    @ParameterizedTest
    @CsvSource({"2026-11-24, 89", "2027-01-31, 21", "2027-02-21, 0", "2027-02-22, -1"})
    void the_days_to_the_end_of_the_keys_are_counted(String today, int left, @TempDir Path folder) throws IOException {
        // Given
        Path manifest = Files.writeString(folder.resolve("keys.json"), "{\"notAfter\":\"2027-02-21\"}");
        ManifestExpiry end = end(manifest, today);

        // When
        end.read();

        // Then
        assertThat(end.daysLeft()).isEqualTo(left);
    }

    @ParameterizedTest
    @CsvSource({"threat, 1, 2026-02-01", "threat, 2, ", "threat, 3, ", "general, 1, "})
    void an_epoch_is_superseded_once_a_later_one_is_in_force(
            String queue, int epoch, @Nullable LocalDate since, @TempDir Path folder) throws IOException {
        // Given
        Path manifest = Files.writeString(folder.resolve("keys.json"), """
                {"notAfter":"2027-02-21","queues":[{"name":"threat","epochs":[{"epoch":1,"from":"2026-01-01"},
                {"epoch":2,"from":"2026-02-01"},{"epoch":3,"from":"2026-02-03"}]}]}""");
        ManifestExpiry end = end(manifest, "2026-02-02");

        // When
        end.read();

        // Then
        assertThat(end.supersededOn(queue, epoch)).isEqualTo(since);
    }

    @Test
    void a_manifest_that_cannot_be_read_has_no_end(@TempDir Path folder) throws IOException {
        // Given
        ManifestExpiry end = end(Files.writeString(folder.resolve("keys.json"), "{"), "2026-11-24");

        // When
        end.read();

        // Then
        assertThat(end.daysLeft()).isNull();
        assertThat(end.supersededOn("threat", 1)).isNull();
    }

    private static ManifestExpiry end(Path manifest, String today) {
        return new ManifestExpiry(
                () -> Optional.of(manifest),
                new ObjectMapper(),
                Clock.fixed(Instant.parse(today + "T12:00:00Z"), ZoneOffset.UTC),
                new SimpleMeterRegistry());
    }

    private static String id(Sent tip) {
        return tip.tipId().toString();
    }

    private static List<String> imminent(Browser member) {
        return Json.of(member.get("/api/alarms"))
                .path("imminent")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private static byte[] resolved(Sent tip, int revision) {
        String partners = """
                [{"name":"safe-house","state":"resolved","attempts":1,"since":"2026-11-24T10:02:00Z"},
                {"name":"night-line","state":"delivered","attempts":1,"since":"2026-11-24T10:02:00Z"}]""";
        return new String(tip.alertIs("resolved", revision), StandardCharsets.UTF_8)
                .replace("[]", partners)
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode resolved(Browser member, Sent tip) {
        for (JsonNode each : Json.of(member.get("/api/alarms")).path("resolved")) {
            if (each.path("tipId").asText().equals(id(tip))) {
                return each;
            }
        }
        return MissingNode.getInstance();
    }

    private static int unanswered(Browser member) {
        return Json.of(member.get("/api/alarms")).path("unanswered").asInt();
    }

    private static int overdue(Browser member, String what) {
        return Json.of(member.get("/api/alarms")).at("/overdue/" + what).asInt();
    }
}
