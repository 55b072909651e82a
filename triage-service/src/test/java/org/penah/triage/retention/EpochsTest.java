package org.penah.triage.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalKeycloak;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.Sent;
import org.penah.triage.TrustedDays;
import org.penah.triage.lock.EpochLocks;

/** A queue of Aysel's and of another lead's whose sources seal to its second epoch by now. */
@QuarkusTest
class EpochsTest {

    private static final String SEALED =
            "-----BEGIN AGE ENCRYPTED FILE-----\\nYWdl\\n-----END AGE ENCRYPTED FILE-----\\n";
    private static final String RECIPIENT = "age1pq1" + "q".repeat(1952);
    private static final String TEXT = Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
            .at("/data/sealed")
            .asText();
    private static final String FIRST = "{\"queue\":\"archive\",\"epoch\":1}";
    private static final String ROWS =
            "select sealed_identity from queue_key where queue = 'archive' and epoch = 1 and member = 'aysel' union all select recovery_copy from queue_epoch where queue = 'archive' and epoch = 1";

    private static Browser aysel;
    private static Browser sevda;

    @Inject
    Desk desk;

    @Inject
    EndingEpochs ending;

    @Inject
    Epochs epochs;

    @Inject
    Retention retention;

    @Inject
    EpochLocks locks;

    @Inject
    MeterRegistry meters;

    @BeforeAll
    static void signIn() {
        aysel = Browser.steppedUp("aysel");
        sevda = Browser.steppedUp(LocalKeycloak.SECOND_LEAD);
    }

    @BeforeEach
    void two_epochs() throws SQLException {
        sql("insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('archive', 0, 'x', 'y')");
        sql("insert into queue_key (queue, epoch, member, sealed_identity) values ('archive', 0, 'aysel', 'a')");
        for (int epoch = 1; epoch < 3; epoch++) {
            String next =
                    "{\"queue\":\"archive\",\"epoch\":%d,\"recipient\":\"%s\",\"recoveryCopy\":\"%s\",\"keys\":[{\"member\":\"aysel\",\"sealedIdentity\":\"%s\"}]}";
            assertThat(aysel.post("/api/epochs", next.formatted(epoch, RECIPIENT, SEALED, SEALED))
                            .statusCode())
                    .isEqualTo(204);
        }
        sql("insert into member_key (member, sealed_identity) values ('sevda', 's') on conflict do nothing");
        sql(
                "insert into queue_key (queue, epoch, member, sealed_identity) select 'archive', n, 'sevda', 's' from generate_series(0, 2) n");
        sql("update queue_key set shown = true where queue = 'archive'");
    }

    @AfterEach
    void nothing_is_left() throws SQLException {
        sql("delete from queue_key where queue = 'archive'");
        sql("delete from member_key where member = 'sevda'");
        sql("delete from pending_deed");
        sql("delete from tip where queue = 'archive'");
        sql("delete from tag where queue = 'archive'");
        sql("delete from member_key where member = 'archivist'");
        LocalPostgres.asOwner("delete from queue_epoch where queue = 'archive'");
    }

    @Test
    void keys_lie_in_the_database_under_a_lock_that_is_elsewhere() {
        // When
        List<String> stored = LocalPostgres.column(ROWS);

        // Then
        assertThat(stored).hasSize(2).allMatch(row -> row.startsWith("locked:"));
        assertThat(LocalFolders.lock("archive", 1)).exists();
        assertThat(keys()).contains("archive 1", "archive 2");
        assertThat(Json.of(aysel.get("/api/people")).toString()).contains("YWdl");
    }

    @ParameterizedTest
    @CsvSource({
        "UNREAD, update tip set first_opened = null",
        "OPEN, update tip set closed_on = null",
        "HELD, update tip set legal_hold = true",
        "ALERTED, 'update tip set threat_who = ''OTHER'', due_by = ''2026-11-24T00:00:00Z'', alert_id = gen_random_uuid()'"
    })
    void what_is_needed_for_a_tip_is_not_destroyed(String obstacle, String what) throws SQLException {
        // Given
        closed();
        sql(what.replace("first_opened = null", "first_opened = null, closed_on = null") + " where queue = 'archive'");

        // When
        HttpResponse<String> refused = destroy();

        // Then
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("/problems/epoch-needed");
        assertThat(epoch(1).path("obstacles").toString()).contains(obstacle);
        assertThat(keys()).contains("archive 1");
        assertThat(LocalFolders.lock("archive", 1)).exists();
    }

    @Test
    void what_sources_seal_to_is_not_destroyed() {
        // When
        HttpResponse<String> refused = aysel.post("/api/epochs/destruction", FIRST.replace("1", "2"));

        // Then
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(epoch(2).path("obstacles").toString()).isEqualTo("[\"IN_USE\"]");
    }

    /** After a restore the trusted day is the backup's, which may be before the key was replaced. */
    @Test
    void leads_destroy_a_key_by_the_day_that_their_page_shows() throws SQLException {
        // Given
        closed();
        TrustedDays.set(LocalDate.of(2020, 1, 1));

        // When
        HttpResponse<String> destroyed = destroy();

        // Then
        TrustedDays.set(LocalDate.of(2026, 11, 24));
        assertThat(destroyed.statusCode()).isEqualTo(202);
    }

    @Test
    void a_tag_keeps_its_epoch_until_its_name_is_sealed_to_the_next() {
        // Given
        String tagId = UUID.randomUUID().toString();
        tag(tagId, 1);
        String before = epoch(1).path("obstacles").toString();

        // When
        tag(tagId, 2);
        tag(tagId, 1);

        // Then
        assertThat(before).isEqualTo("[\"TAGS\"]");
        assertThat(epoch(1).path("obstacles")).isEmpty();
        assertThat(epoch(2).path("obstacles").toString()).contains("TAGS");
    }

    @Test
    void a_destroyed_epoch_opens_for_nobody_though_a_backup_comes_back() throws Throwable {
        // Given
        Sent tip = closed();
        List<String> backup = LocalPostgres.column(ROWS);

        // When
        HttpResponse<String> destroyed = destroy();

        // Then
        assertThat(destroyed.statusCode()).isEqualTo(202);
        assertThat(keys()).doesNotContain("archive 1").contains("archive 2");
        assertThat(LocalPostgres.column("select 1 from queue_key where queue = 'archive' and epoch = 1"))
                .isEmpty();
        assertThat(LocalFolders.lock("archive", 1)).doesNotExist();
        assertThat(
                        LocalPostgres.column(
                                "select who || ' ' || deed from journal where which = 'archive/1' order by position desc limit 2"))
                .containsExactly("sevda epoch.destroyed", "aysel epoch.ending");
        assertThat(destroy().statusCode()).isEqualTo(404);

        // And a backup of the rows is worth nothing
        LocalPostgres.asOwner(
                "update queue_epoch set destroyed_on = null, recovery_copy = '%s' where queue = 'archive' and epoch = 1"
                        .formatted(backup.get(1)));
        sql(
                "insert into queue_key (queue, epoch, member, sealed_identity, shown) select 'archive', 1, member, '%s', true from (values ('aysel'), ('sevda')) m (member)"
                        .formatted(backup.get(0)));
        assertThat(keys()).doesNotContain("archive 1").contains("archive 2");
        assertThat(epoch(1).path("lost").asBoolean()).isTrue();
        assertThat(destroy().statusCode()).isEqualTo(202);

        // And its tip goes within the day
        TrustedDays.at("2026-11-25T10:00:00Z", () -> VertxContextSupport.subscribeAndAwait(retention::letGo));
        assertThat(Desk.deeds(tip)).endsWith("(timer) tip.expired");
    }

    @Test
    void what_one_lead_asks_for_everybody_sees_for_an_hour_before_it_is_done() throws Throwable {
        // Given
        closed();
        PinnedClock.at("2026-11-24T10:02:30Z", () -> {
            assertThat(ask(aysel).statusCode()).isEqualTo(202);
            assertThat(ask(aysel).statusCode()).isEqualTo(202);
        });
        assertThat(epoch(1).path("ending")).isEqualTo(Json.of("{\"by\":\"aysel\",\"due\":\"2026-11-24T11:05:00Z\"}"));
        assertThat(Json.of(sevda.get("/api/alarms")).path("keysEnding"))
                .isEqualTo(Json.of(
                        "[{\"queue\":\"archive\",\"epoch\":1,\"by\":\"aysel\",\"due\":\"2026-11-24T11:05:00Z\"}]"));

        // When
        PinnedClock.at("2026-11-24T11:04:59Z", this::look);
        assertThat(keys()).contains("archive 1");
        PinnedClock.at("2026-11-24T11:05:00Z", this::look);

        // Then
        assertThat(keys()).doesNotContain("archive 1").contains("archive 2");
        assertThat(LocalFolders.lock("archive", 1)).doesNotExist();
        assertThat(lastDeeds(2)).containsExactly("(timer) epoch.destroyed", "aysel epoch.ending");
        assertThat(Json.of(sevda.get("/api/alarms")).path("keysEnding")).isEmpty();
    }

    @Test
    void what_a_member_of_the_queue_keeps_stays() throws Throwable {
        // Given
        sql("insert into queue_key (queue, epoch, member, sealed_identity) values ('archive', 2, 'rauf', 'r')");
        PinnedClock.at("2026-11-24T10:02:30Z", () -> ask(aysel));

        // When
        HttpResponse<String> kept = Browser.of("rauf").post("/api/epochs/destruction/drop", FIRST);

        // Then
        assertThat(kept.statusCode()).isEqualTo(204);
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);
        assertThat(keys()).contains("archive 1");
        assertThat(lastDeeds(2)).containsExactly("rauf epoch.kept", "aysel epoch.ending");
        sql("delete from queue_key where queue = 'archive' and member = 'rauf'");
        assertThat(Browser.of("rauf")
                        .post("/api/epochs/destruction/drop", FIRST)
                        .statusCode())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update queue_key set shown = false where queue = 'archive' and member = 'aysel'",
                "delete from queue_key where queue = 'archive' and member = 'aysel' and epoch = 1",
                "update tip set closed_on = null where queue = 'archive'"
            })
    void what_nobody_here_wants_any_more_or_somebody_needs_is_not_done(String meanwhile) throws Throwable {
        // Given
        closed();
        PinnedClock.at("2026-11-24T10:02:30Z", () -> ask(aysel));

        // When
        sql(meanwhile);

        // Then
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);
        assertThat(LocalFolders.lock("archive", 1)).exists();
        assertThat(lastDeeds(1)).containsExactly("(timer) epoch.kept");
    }

    @Test
    void no_session_alone_and_nobody_without_the_key_is_one_of_the_two() throws SQLException {
        // Given
        HttpResponse<String> stolen = ask(Browser.of("aysel"));
        ask(aysel);

        // When
        sql("update queue_key set shown = false where queue = 'archive' and member = 'sevda'");
        HttpResponse<String> keyless = ask(sevda);

        // Then
        assertThat(stolen.statusCode()).isEqualTo(403);
        assertThat(keyless.statusCode()).isEqualTo(409);
        assertThat(keyless.body()).contains("/problems/key-not-shown");
        assertThat(keys()).contains("archive 1");
    }

    @Test
    void nobody_is_given_a_destroyed_key_again() throws SQLException {
        // Given a lead whose browser still has it open
        destroy();
        sql("insert into member_key (member, sealed_identity, recipient) values ('archivist', 'sealed', '" + RECIPIENT
                + "')");
        String key = "{\"queue\":\"archive\",\"epoch\":%d,\"sealedIdentity\":\"%s\"}";

        // When
        String keys = "{\"recipient\":\"%s\",\"keys\":[%s,%s]}"
                .formatted(RECIPIENT, key.formatted(1, SEALED), key.formatted(2, SEALED));
        HttpResponse<String> asked = aysel.post("/api/people/archivist/queues", keys);
        HttpResponse<String> agreed = sevda.post("/api/people/archivist/queues", keys);

        // Then
        assertThat(asked.statusCode()).isEqualTo(202);
        assertThat(agreed.statusCode()).isEqualTo(202);
        assertThat(LocalPostgres.column("select epoch from queue_key where member = 'archivist'"))
                .containsExactly("2");
        assertThat(LocalFolders.lock("archive", 1)).doesNotExist();
    }

    @Test
    void the_timer_ends_an_epoch_without_tips_and_no_other() throws Throwable {
        // Given
        closed();
        TrustedDays.at("2027-02-13T10:00:00Z", () -> VertxContextSupport.subscribeAndAwait(epochs::end));
        List<String> withTip = keys();
        sql("delete from tip where queue = 'archive'");
        TrustedDays.at("2027-02-12T10:00:00Z", () -> VertxContextSupport.subscribeAndAwait(epochs::end));
        List<String> restless = keys();

        // When
        TrustedDays.at("2027-02-13T10:00:00Z", () -> VertxContextSupport.subscribeAndAwait(epochs::end));

        // Then
        assertThat(withTip).contains("archive 1");
        assertThat(restless).contains("archive 1");
        assertThat(keys()).doesNotContain("archive 1").contains("archive 2");
        assertThat(LocalFolders.lock("archive", 1)).doesNotExist();
        assertThat(LocalFolders.lock("archive", 2)).exists();
        assertThat(
                        LocalPostgres.column(
                                "select who || ' ' || deed from journal where which = 'archive/1' order by position desc limit 1"))
                .containsExactly("(timer) epoch.destroyed");
    }

    @Test
    void a_lock_that_was_left_when_something_broke_off_goes_with_the_next_look() throws Throwable {
        // Given a process that died after it had kept the rows
        sql("delete from queue_key where queue = 'archive' and epoch = 1");
        sql(
                "update queue_epoch set recovery_copy = null, destroyed_on = '2026-11-24' where queue = 'archive' and epoch = 1");

        // When
        VertxContextSupport.subscribeAndAwait(epochs::end);

        // Then
        assertThat(LocalFolders.lock("archive", 1)).doesNotExist();
    }

    /** As after an import of a folder that has the copy for recovery alone, before {@code keys recover}. */
    @Test
    void the_alarm_of_a_lost_lock_goes_on_until_a_member_has_the_key_again() throws Throwable {
        // Given
        double before = lost();

        // When
        Files.delete(LocalFolders.lock("archive", 1));

        // Then
        assertThat(lost()).isEqualTo(before + 1);
        VertxContextSupport.subscribeAndAwait(() -> locks.make("archive", 1));
        LocalPostgres.asOwner("update queue_epoch set recovery_copy = '%s' where queue = 'archive' and epoch = 1"
                .formatted(locked(EpochLocks.RECOVERY)));
        assertThat(lost()).isEqualTo(before + 1);
        sql("update queue_key set sealed_identity = '%s' where queue = 'archive' and epoch = 1 and member = 'aysel'"
                .formatted(locked("aysel")));
        assertThat(lost()).isEqualTo(before);
    }

    /** As after the last member with it was removed. */
    @Test
    void an_epoch_of_an_open_tip_that_no_member_has_the_key_of_is_lost() throws Throwable {
        // Given
        double before = lost();
        sql("delete from queue_key where queue = 'archive' and epoch = 1");
        assertThat(lost()).isEqualTo(before);

        // When
        desk.receive(Sent.routine().in("archive"));

        // Then
        assertThat(lost()).isEqualTo(before + 1);
    }

    private double lost() throws Throwable {
        VertxContextSupport.subscribeAndAwait(epochs::end);
        return meters.get("penah.desk.epochs.lost").gauge().value();
    }

    private String locked(String whose) throws Throwable {
        return VertxContextSupport.subscribeAndAwait(() -> locks.lock("archive", 1, whose, "sealed"));
    }

    private Sent closed() {
        Sent tip = desk.receive(Sent.routine().in("archive"));
        aysel.post(Desk.path(tip) + "/opened", "");
        assertThat(aysel.post(
                                Desk.path(tip) + "/steps",
                                "{\"stepId\":\"%s\",\"kind\":\"close\",\"note\":null}".formatted(UUID.randomUUID()))
                        .statusCode())
                .isEqualTo(204);
        return tip;
    }

    private static void tag(String tagId, int epoch) {
        aysel.post(
                "/api/tags",
                "{\"tagId\":\"%s\",\"queue\":\"archive\",\"epoch\":%d,\"name\":\"%s\"}".formatted(tagId, epoch, TEXT));
    }

    /** One lead asks, the other agrees. */
    private static HttpResponse<String> destroy() {
        ask(aysel);
        return ask(sevda);
    }

    private static HttpResponse<String> ask(Browser lead) {
        return lead.post("/api/epochs/destruction", FIRST);
    }

    private void look() throws Throwable {
        VertxContextSupport.subscribeAndAwait(ending::endWhatIsDue);
    }

    private static List<String> lastDeeds(int most) {
        return LocalPostgres.column(
                "select who || ' ' || deed from journal where which = 'archive/1' order by position desc limit "
                        + most);
    }

    private static List<String> keys() {
        return StreamSupport.stream(
                        Json.of(aysel.get("/api/keys")).path("queues").spliterator(), false)
                .map(key -> key.path("queue").asText() + " " + key.path("epoch").asInt())
                .toList();
    }

    private static JsonNode epoch(int number) {
        return StreamSupport.stream(
                        Json.of(aysel.get("/api/epochs")).path("epochs").spliterator(), false)
                .filter(epoch -> epoch.path("queue").asText().equals("archive")
                        && epoch.path("epoch").asInt() == number)
                .findFirst()
                .orElseThrow();
    }

    private static void sql(String sql) throws SQLException {
        LocalPostgres.executeAsService(sql);
    }
}
