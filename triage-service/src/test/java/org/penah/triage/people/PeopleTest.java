package org.penah.triage.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Json;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalKeycloak;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;
import org.penah.triage.keyring.CeremonyFolders;

/** Members who join and leave; the queue here belongs only to Aysel and to Orkhan, who has no account. */
@QuarkusTest
class PeopleTest {

    private static final String SEALED =
            "-----BEGIN AGE ENCRYPTED FILE-----\\nYWdl\\n-----END AGE ENCRYPTED FILE-----\\n";
    private static final String RECIPIENT = "age1pq1" + "q".repeat(1952);
    private static final String ENROLMENT =
            "{\"sealedIdentity\":\"%s\",\"recipient\":\"%s\"}".formatted(SEALED, RECIPIENT);

    private static final String PASSKEY = "{\"credential\":\"a2V5\",\"sealedIdentity\":\"%s\"}".formatted(SEALED);

    @Inject
    CeremonyFolders imports;

    @Inject
    Admissions admissions;

    @BeforeEach
    void a_queue_of_two() throws SQLException {
        LocalFolders.makeLock("visitors", 1);
        sql("insert into member_key (member, sealed_identity, recipient) values ('orkhan', 'sealed', '" + RECIPIENT
                + "')");
        sql("insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('visitors', 1, 'x', 'y')");
        sql(
                "insert into queue_key (queue, epoch, member, sealed_identity) values ('visitors', 1, 'aysel', 'a'), ('visitors', 1, 'orkhan', 'o')");
        sql("update queue_key set shown = true where queue = 'visitors'");
    }

    @AfterEach
    void nothing_is_left() throws SQLException {
        sql("delete from queue_key where queue like 'visitors%' or member in ('orkhan', 'leyla')");
        sql("delete from member_key where member in ('orkhan', 'leyla', 'sevda') or member like 'crowd-%'");
        sql("delete from admission_key");
        sql("delete from pending_deed");
        LocalPostgres.asOwner("delete from queue_epoch where queue like 'visitors%'");
        LocalPostgres.asOwner("delete from removed_member");
        LocalPostgres.asOwner("delete from left_queue");
        sql("delete from tip where queue = 'visitors'");
    }

    @Test
    void a_newcomer_enrols_once() {
        // Given
        Browser leyla = Browser.of("leyla");

        // When
        HttpResponse<String> first = leyla.post("/api/keys/enrolment", ENROLMENT);
        HttpResponse<String> second = leyla.post("/api/keys/enrolment", ENROLMENT);

        // Then
        assertThat(first.statusCode()).isEqualTo(204);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(Json.of(leyla.get("/api/me")).path("enrolled").asBoolean()).isTrue();
        assertThat(Json.of(leyla.get("/api/me")).path("queues")).isEmpty();
    }

    @Test
    void the_entry_shows_that_somebody_altered_whom_is_sealed_to() throws SQLException {
        // Given a newcomer who has made another key
        Browser leyla = Browser.steppedUp("leyla");
        leyla.post("/api/keys/enrolment", ENROLMENT);
        leyla.post("/api/keys/replacement", ENROLMENT.replace("age1pq1q", "age1pq1p"));
        assertThat(Audit.differences("leyla")).doesNotContain("member.enrolled altered");

        // When
        LocalPostgres.asOwner("update member_key set recipient = 'age1pq1other' where member = 'leyla'");

        // Then
        assertThat(Audit.differences("leyla")).contains("member.enrolled altered");
    }

    @Test
    void the_entry_shows_that_somebody_altered_the_key_of_an_epoch() throws SQLException {
        // Given
        Browser.steppedUp("aysel").post("/api/epochs", next("aysel", "orkhan"));
        assertThat(Audit.differences("visitors/2")).isEmpty();

        // When
        LocalPostgres.asOwner(
                "update queue_epoch set recipient = 'age1pq1other' where queue = 'visitors' and epoch = 2");

        // Then
        assertThat(Audit.differences("visitors/2")).contains("epoch.begun altered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"sealedIdentity\":\"AGE-SECRET-KEY-PQ-1CANARY\",\"recipient\":\"age1pq1q\"}",
                "{\"sealedIdentity\":\"x\",\"recipient\":\"y\",\"member\":\"aysel\"}"
            })
    void what_is_no_sealed_key_is_refused(String json) {
        // When
        HttpResponse<String> refused = Browser.of("leyla").post("/api/keys/enrolment", json);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("CANARY");
    }

    @Test
    void two_leads_let_a_newcomer_into_a_queue() throws SQLException {
        // Given
        Browser leyla = Browser.of("leyla");
        leyla.post("/api/keys/enrolment", ENROLMENT);
        thereIsAnotherLead();
        assertThat(admit("leyla", "visitors", RECIPIENT).statusCode()).isEqualTo(202);
        assertThat(admit("leyla", "visitors", RECIPIENT).statusCode()).isEqualTo(202);
        assertThat(Json.of(leyla.get("/api/me")).path("queues")).isEmpty();
        assertThat(Json.of(leyla.get("/api/keys")).path("queues")).isEmpty();

        // When
        HttpResponse<String> agreed = agree("leyla", 1);

        // Then
        assertThat(agreed.statusCode()).isEqualTo(202);
        assertThat(Json.of(leyla.get("/api/me")).path("queues").toString()).isEqualTo("[\"visitors\"]");
        assertThat(deeds("leyla")).contains("leyla member.enrolled");
        assertThat(deeds("leyla/visitors")).endsWith("aysel member.admitting", "sevda member.admitted");
        assertThat(LocalPostgres.column("select 1 from admission_key")).isEmpty();
    }

    @Test
    void whom_one_lead_admits_everybody_of_the_queue_sees_for_an_hour_before_they_read() throws Throwable {
        // Given
        Browser leyla = Browser.of("leyla");
        leyla.post("/api/keys/enrolment", ENROLMENT);
        sql("insert into queue_key (queue, epoch, member, sealed_identity) values ('visitors', 1, 'rauf', 'r')");
        PinnedClock.at("2026-11-24T10:02:30Z", () -> admit("leyla", "visitors", RECIPIENT));
        assertThat(Json.of(Browser.of("rauf").get("/api/alarms")).path("admitting"))
                .isEqualTo(
                        Json.of(
                                "[{\"member\":\"leyla\",\"queue\":\"visitors\",\"by\":\"aysel\",\"due\":\"2026-11-24T11:05:00Z\"}]"));
        assertThat(Json.of(Browser.of("aysel").get("/api/people")).findValues("admitting").stream()
                        .filter(queues -> !queues.isEmpty()))
                .containsExactly(Json.of("{\"visitors\":{\"by\":\"aysel\",\"due\":\"2026-11-24T11:05:00Z\"}}"));

        // When
        PinnedClock.at("2026-11-24T11:04:59Z", this::look);
        assertThat(holders(1)).doesNotContain("leyla");
        PinnedClock.at("2026-11-24T11:05:00Z", this::look);

        // Then
        assertThat(holders(1)).contains("leyla");
        assertThat(Json.of(leyla.get("/api/keys"))
                        .at("/queues/0/sealedIdentity")
                        .asText())
                .isEqualTo(SEALED.replace("\\n", "\n"));
        assertThat(deeds("leyla/visitors")).endsWith("aysel member.admitting", "(timer) member.admitted");
        assertThat(Json.of(Browser.of("rauf").get("/api/alarms")).path("admitting"))
                .isEmpty();
    }

    @Test
    void whom_a_member_of_the_queue_keeps_out_stays_out() throws Throwable {
        // Given
        Browser.of("leyla").post("/api/keys/enrolment", ENROLMENT);
        sql("insert into queue_key (queue, epoch, member, sealed_identity) values ('visitors', 1, 'rauf', 'r')");
        PinnedClock.at("2026-11-24T10:02:30Z", () -> admit("leyla", "visitors", RECIPIENT));
        HttpResponse<String> stranger = keepOut(Browser.of("leyla"));

        // When
        HttpResponse<String> kept = keepOut(Browser.of("rauf"));

        // Then
        assertThat(stranger.statusCode()).isEqualTo(404);
        assertThat(kept.statusCode()).isEqualTo(204);
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);
        assertThat(holders(1)).doesNotContain("leyla");
        assertThat(deeds("leyla/visitors")).endsWith("aysel member.admitting", "rauf member.kept-out");
        assertThat(LocalPostgres.column("select 1 from admission_key")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from queue_key where queue = 'visitors' and member = 'aysel'",
                "insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('visitors', 2, 'x', 'y')"
            })
    void whom_nobody_here_wants_any_more_or_who_would_lack_the_newest_key_stays_out(String meanwhile) throws Throwable {
        // Given
        Browser.of("leyla").post("/api/keys/enrolment", ENROLMENT);
        PinnedClock.at("2026-11-24T10:02:30Z", () -> admit("leyla", "visitors", RECIPIENT));

        // When
        sql(meanwhile);

        // Then
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);
        assertThat(holders(1)).doesNotContain("leyla");
        assertThat(deeds("leyla/visitors")).endsWith("(timer) member.kept-out");
    }

    @Test
    void somebody_who_makes_another_key_has_to_be_admitted_with_that_one() throws Throwable {
        // Given
        Browser leyla = Browser.steppedUp("leyla");
        leyla.post("/api/keys/enrolment", ENROLMENT);
        PinnedClock.at("2026-11-24T10:02:30Z", () -> admit("leyla", "visitors", RECIPIENT));

        // When
        leyla.post("/api/keys/replacement", ENROLMENT);

        // Then
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);
        assertThat(holders(1)).doesNotContain("leyla");
    }

    @Test
    void nobody_is_let_in_without_the_newest_key() throws SQLException {
        // Given
        Browser.of("leyla").post("/api/keys/enrolment", ENROLMENT);
        sql("insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('visitors', 2, 'x', 'y')");
        LocalFolders.makeLock("visitors", 2);

        // When
        HttpResponse<String> old = admit("leyla", "visitors", RECIPIENT);

        // Then
        assertThat(old.statusCode()).isEqualTo(409);
        assertThat(Json.of(old).path("type").asText()).isEqualTo("/problems/newer-key");
        assertThat(holders(1)).doesNotContain("leyla");
        thereIsAnotherLead();
        assertThat(admit("leyla", "visitors", RECIPIENT, 1, 2).statusCode()).isEqualTo(202);
        assertThat(agree("leyla", 1, 2).statusCode()).isEqualTo(202);
        assertThat(holders(2)).containsExactly("leyla");
    }

    @Test
    void somebody_who_lacks_an_older_key_is_given_it_later() throws SQLException {
        // Given
        sql("insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('visitors', 2, 'x', 'y')");
        LocalFolders.makeLock("visitors", 2);
        admit("orkhan", "visitors", RECIPIENT, 2);
        String second = "select sealed_identity from queue_key where queue = 'visitors' and epoch = 2";
        List<String> kept = LocalPostgres.column(second);
        sql("delete from queue_key where queue = 'visitors' and epoch = 1 and member = 'orkhan'");

        // When
        HttpResponse<String> admitted = admit("orkhan", "visitors", RECIPIENT, 1, 2);

        // Then
        assertThat(admitted.statusCode()).isEqualTo(202);
        assertThat(holders(1)).contains("orkhan");
        assertThat(LocalPostgres.column(second)).hasSize(1).isEqualTo(kept);
    }

    @Test
    void nobody_is_let_in_with_a_key_that_they_have_replaced() {
        // Given
        Browser.of("leyla").post("/api/keys/enrolment", ENROLMENT);

        // When
        HttpResponse<String> refused = admit("leyla", "visitors", RECIPIENT.replace("qqqq", "pppp"));

        // Then
        assertThat(refused.statusCode()).isEqualTo(409);
    }

    @Test
    void a_queue_whose_key_the_lead_lacks_is_like_no_queue() throws SQLException {
        // Given
        sql("delete from queue_key where queue = 'visitors' and member = 'aysel'");

        // When
        HttpResponse<String> refused = admit("orkhan", "visitors", RECIPIENT);
        HttpResponse<String> absent = admit("orkhan", "nothing", RECIPIENT);

        // Then
        assertThat(refused.statusCode()).isEqualTo(404);
        assertThat(refused.body()).isEqualTo(absent.body());
    }

    @Test
    void the_recovery_key_lets_nobody_into_a_queue_that_others_hold() throws SQLException {
        // Given
        Browser lead = Browser.steppedUp("aysel");
        String keys = "{\"recipient\":\"%s\",\"keys\":[{\"queue\":\"visitors\",\"epoch\":1,\"sealedIdentity\":\"%s\"}]}"
                .formatted(RECIPIENT, SEALED);
        Browser.of("leyla").post("/api/keys/enrolment", ENROLMENT);

        // When
        HttpResponse<String> held = lead.post("/api/people/leyla/recovered", keys);
        sql("delete from queue_key where queue = 'visitors'");
        HttpResponse<String> nobodys = lead.post("/api/people/leyla/recovered", keys);

        // Then
        assertThat(held.statusCode()).isEqualTo(409);
        assertThat(Json.of(held).path("type").asText()).isEqualTo("/problems/held-by-others");
        assertThat(nobodys.statusCode()).isEqualTo(204);
        assertThat(holders(1)).containsExactly("leyla");
    }

    @Test
    void a_key_that_somebody_has_is_not_overwritten() throws SQLException {
        // Given
        String stored = "select sealed_identity from queue_key where queue = 'visitors' and member = 'orkhan'";
        admit("orkhan", "visitors", RECIPIENT);
        List<String> kept = LocalPostgres.column(stored);

        // When
        HttpResponse<String> again = admit("orkhan", "visitors", RECIPIENT);

        // Then
        assertThat(again.statusCode()).isEqualTo(202);
        assertThat(LocalPostgres.column(stored)).hasSize(1).isEqualTo(kept);
    }

    @Test
    void a_lost_passphrase_costs_every_queue_key() throws SQLException {
        // Given
        Browser leyla = Browser.signIn("leyla");
        leyla.post("/api/keys/enrolment", ENROLMENT);
        thereIsAnotherLead();
        admit("leyla", "visitors", RECIPIENT);
        agree("leyla", 1);
        HttpResponse<String> unasked = leyla.post("/api/keys/replacement", ENROLMENT);
        leyla.stepUp("leyla");

        // When
        HttpResponse<String> replaced = leyla.post("/api/keys/replacement", ENROLMENT);

        // Then
        assertThat(unasked.body()).contains("/problems/step-up");
        assertThat(replaced.statusCode()).isEqualTo(204);
        assertThat(Json.of(leyla.get("/api/me")).path("queues")).isEmpty();
    }

    @Test
    void a_passkey_opens_the_identity_besides_until_it_is_forgotten() {
        // Given
        Browser leyla = Browser.signIn("leyla");
        leyla.post("/api/keys/enrolment", ENROLMENT);
        HttpResponse<String> unasked = leyla.post("/api/keys/passkey", PASSKEY);
        leyla.stepUp("leyla");

        // When
        HttpResponse<String> added = leyla.post("/api/keys/passkey", PASSKEY);
        JsonNode kept = Json.of(leyla.get("/api/keys")).at("/member/passkey");
        boolean known = Json.of(leyla.get("/api/me")).path("passkey").asBoolean();
        HttpResponse<String> forgotten = leyla.post("/api/keys/passkey/removal", "");

        // Then
        assertThat(unasked.body()).contains("/problems/step-up");
        assertThat(added.statusCode()).isEqualTo(204);
        assertThat(kept.path("credential").asText()).isEqualTo("a2V5");
        assertThat(kept.path("sealedIdentity").asText()).startsWith("-----BEGIN AGE");
        assertThat(known).isTrue();
        assertThat(forgotten.statusCode()).isEqualTo(204);
        assertThat(Json.of(leyla.get("/api/keys")).path("member").has("passkey"))
                .isFalse();
        assertThat(deeds("leyla")).contains("leyla passkey.added", "leyla passkey.forgotten");
    }

    @Test
    void a_passkey_goes_with_the_identity_that_it_opened() {
        // Given
        Browser leyla = Browser.signIn("leyla");
        leyla.post("/api/keys/enrolment", ENROLMENT);
        leyla.stepUp("leyla");
        leyla.post("/api/keys/passkey", PASSKEY);

        // When
        leyla.post("/api/keys/replacement", ENROLMENT);

        // Then
        assertThat(Json.of(leyla.get("/api/me")).path("passkey").asBoolean(true))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"credential\":\"a2V5\",\"sealedIdentity\":\"CANARY\"}",
                "{\"credential\":\"<CANARY>\",\"sealedIdentity\":\"" + SEALED + "\"}"
            })
    void what_is_no_copy_for_a_passkey_is_refused(String json) {
        // Given
        Browser leyla = Browser.steppedUp("leyla");

        // When
        HttpResponse<String> refused = leyla.post("/api/keys/passkey", json);

        // Then
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("CANARY");
    }

    @Test
    void somebody_is_removed_in_seconds_and_no_tip_is_touched() throws Throwable {
        // Given
        sql("""
                insert into tip (tip_id, blob_id, queue, epoch, lane, language, threat_who, consents_alert, consents_details, sealing, size_class, day, sort_key)
                select gen_random_uuid(), gen_random_uuid(), 'visitors', 1, 'ROUTINE', 'en', 'NONE', false, false, 'SERVER', 65536, '2026-11-24', '3'
                from generate_series(1, 10000)""");
        String before = tips();
        Browser aysel = Browser.steppedUp("aysel");
        Instant start = Instant.now();

        // When
        HttpResponse<String> removed = aysel.post("/api/people/orkhan/removal", "{\"epochs\":[" + next("aysel") + "]}");

        // Then
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(tips()).isEqualTo(before).startsWith("10000 ");
        assertThat(holders(1)).containsExactly("aysel");
        assertThat(holders(2)).containsExactly("aysel");
        assertThat(LocalPostgres.column("select member from member_key where member = 'orkhan'"))
                .isEmpty();
        assertThat(deeds("orkhan")).contains("aysel member.removed");
        assertThat(deeds("visitors/2")).contains("aysel epoch.begun");
    }

    @Test
    void a_lead_of_one_queue_takes_its_key_from_somebody_who_reads_another(@TempDir Path folder) throws Throwable {
        // Given a thief who also reads a queue that is none of the lead's
        sql("insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('visitors-other', 1, 'x', 'y')");
        sql(
                "insert into queue_key (queue, epoch, member, sealed_identity) values ('visitors-other', 1, 'orkhan', 'o')");
        Browser aysel = Browser.steppedUp("aysel");

        // When
        HttpResponse<String> removed = aysel.post("/api/people/orkhan/removal", "{\"epochs\":[" + next("aysel") + "]}");

        // Then the queue's next key is sealed to the others alone, and the thief keeps what another lead has to take
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(holders(1)).containsExactly("aysel");
        assertThat(holders(2)).containsExactly("aysel");
        assertThat(LocalPostgres.column("select queue from queue_key where member = 'orkhan'"))
                .containsExactly("visitors-other");
        assertThat(LocalPostgres.column("select 1 from removed_member where member = 'orkhan'"))
                .isEmpty();
        assertThat(deeds("orkhan/visitors")).contains("aysel member.removed");

        // And a folder of keys does not bring them back into it
        Path copies = Files.createDirectories(folder.resolve("queues/visitors/1/members"));
        Files.writeString(copies.resolve("orkhan.age"), SEALED.replace("\\n", "\n"));
        imports.take(folder);
        assertThat(holders(1)).containsExactly("aysel");

        // And nobody takes what they do not hold
        assertThat(aysel.post("/api/people/orkhan/removal", "{\"epochs\":[]}").statusCode())
                .isEqualTo(409);
    }

    @Test
    void somebody_who_was_removed_does_not_come_back_with_a_folder_of_keys(@TempDir Path folder) throws Throwable {
        // Given
        Browser aysel = Browser.steppedUp("aysel");
        aysel.post("/api/people/orkhan/removal", "{\"epochs\":[" + next("aysel") + "]}");
        String file = SEALED.replace("\\n", "\n");
        Path copies = Files.createDirectories(folder.resolve("queues/visitors/1/members"));
        Files.writeString(copies.resolve("orkhan.age"), file);
        Files.writeString(Files.createDirectories(folder.resolve("members")).resolve("orkhan.age"), file);

        // When
        imports.take(folder);

        // Then
        assertThat(holders(1)).containsExactly("aysel");
    }

    @Test
    void a_folder_of_keys_puts_nothing_in_the_place_of_what_a_browser_made(@TempDir Path folder) throws Throwable {
        // Given
        Browser aysel = Browser.steppedUp("aysel");
        aysel.post("/api/epochs", next("aysel", "orkhan"));
        List<String> before = epoch(2);
        String file = SEALED.replace("\\n", "\n");
        Path epoch = folder.resolve("queues/visitors/2");
        Path copies = Files.createDirectories(epoch.resolve("members"));
        Files.writeString(copies.resolve("orkhan.age"), file.replace("YWdl", "b3RoZXI="));
        Files.writeString(epoch.resolve("recipient"), "age1pq1other");
        Files.writeString(epoch.resolve("recovery.age"), file.replace("YWdl", "b3RoZXI="));

        // When
        imports.take(folder);

        // Then
        assertThat(epoch(2)).isEqualTo(before);
    }

    @Test
    void an_epoch_that_leaves_somebody_out_is_refused() {
        // Given
        Browser aysel = Browser.steppedUp("aysel");

        // When
        HttpResponse<String> leftOut = aysel.post("/api/epochs", next("aysel"));
        HttpResponse<String> whole = aysel.post("/api/epochs", next("aysel", "orkhan"));
        HttpResponse<String> again = aysel.post("/api/epochs", next("aysel", "orkhan"));

        // Then
        assertThat(leftOut.statusCode()).isEqualTo(409);
        assertThat(whole.statusCode()).isEqualTo(204);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(holders(2)).containsExactly("aysel", "orkhan");
    }

    @Test
    void what_a_folder_brings_at_the_start_is_written_down_once(@TempDir Path folder) throws Throwable {
        // Given
        String queue = "visitors-" + UUID.randomUUID().toString().substring(0, 8);
        Path epoch = Files.createDirectories(folder.resolve("queues/" + queue + "/1/members"));
        Files.writeString(epoch.resolve("orkhan.age"), SEALED.replace("\\n", "\n"));
        Files.writeString(epoch.resolveSibling("recipient"), RECIPIENT + "\n");
        Files.writeString(epoch.resolveSibling("recovery.age"), SEALED.replace("\\n", "\n"));

        // When
        imports.take(folder);
        imports.take(folder);

        // Then
        assertThat(deeds("orkhan/" + queue)).containsExactly("(start) key.taken-over");
        assertThat(deeds(queue + "/1")).containsExactly("(start) key.taken-over");
        assertThat(Audit.differences(queue + "/1")).isEmpty();
        LocalPostgres.asOwner("update queue_epoch set recipient = 'age1pq1other' where queue = '" + queue + "'");
        assertThat(Audit.differences(queue + "/1")).containsExactly("key.taken-over altered");
    }

    @Test
    void somebody_is_removed_from_eight_queues_of_forty() throws SQLException {
        // Given
        sql("insert into member_key (member, sealed_identity, recipient) select 'crowd-' || n, 'sealed', '" + RECIPIENT
                + "' from generate_series(1, 38) n");
        sql("insert into queue_epoch (queue, epoch, recipient, recovery_copy)"
                + " select 'visitors-' || n, 1, 'x', 'y' from generate_series(1, 8) n");
        sql(
                "insert into queue_key (queue, epoch, member, sealed_identity) select queue, 1, member, 's' from queue_epoch,"
                        + " (select 'crowd-' || n as member from generate_series(1, 38) n union values ('aysel'), ('orkhan')) m"
                        + " where queue like 'visitors-%'");
        String sealed = SEALED.replace("YWdl", "YWdl".repeat(600));
        String[] stay = Stream.concat(
                        Stream.of("aysel"), IntStream.rangeClosed(1, 38).mapToObj(n -> "crowd-" + n))
                .toArray(String[]::new);
        String epochs = IntStream.rangeClosed(1, 8)
                .mapToObj(n -> next(stay).replace("visitors", "visitors-" + n).replace(SEALED, sealed))
                .collect(Collectors.joining(","));
        Browser aysel = Browser.steppedUp("aysel");

        // When
        HttpResponse<String> removed =
                aysel.post("/api/people/orkhan/removal", "{\"epochs\":[" + next("aysel") + "," + epochs + "]}");

        // Then
        assertThat(removed.statusCode()).isEqualTo(204);
        assertThat(LocalPostgres.column("select count(*) from queue_key where queue like 'visitors-%' and epoch = 2"))
                .containsExactly("312");
    }

    @ParameterizedTest
    @CsvSource({"/api/compared-keys,compared_keys", "/api/root-key,root_key"})
    void what_a_member_has_compared_or_typed_is_theirs_alone(String path, String table) {
        // Given
        Browser aysel = Browser.of("aysel");
        String compared = Json.of(new String(Contracts.sample("reply-sent"), StandardCharsets.UTF_8))
                .path("data")
                .path("sealed")
                .asText();

        // When
        int inClear = aysel.post(path, "{\"sealed\":\"leyla 1234\"}").statusCode();
        int sealed = aysel.post(path, "{\"sealed\":\"" + compared + "\"}").statusCode();

        // Then
        assertThat(List.of(inClear, sealed)).containsExactly(400, 204);
        assertThat(Json.of(aysel.get(path)).path("sealed").asText()).isEqualTo(compared);
        assertThat(Json.of(Browser.of("rauf").get(path)).hasNonNull("sealed")).isFalse();
        assertThat(LocalPostgres.column("select member from " + table)).containsExactly("aysel");
    }

    private static HttpResponse<String> admit(String member, String queue, String recipient) {
        return admit(member, queue, recipient, 1);
    }

    private static void thereIsAnotherLead() throws SQLException {
        sql("insert into member_key (member, sealed_identity) values ('sevda', 's')");
        sql(
                "insert into queue_key (queue, epoch, member, sealed_identity, shown) values ('visitors', 1, 'sevda', 's', true)");
    }

    private static HttpResponse<String> agree(String member, int... epochs) {
        return admit(Browser.steppedUp(LocalKeycloak.SECOND_LEAD), member, "visitors", RECIPIENT, epochs);
    }

    private static HttpResponse<String> keepOut(Browser who) {
        return who.post("/api/people/leyla/queues/drop", "{\"queue\":\"visitors\"}");
    }

    private void look() throws Throwable {
        VertxContextSupport.subscribeAndAwait(admissions::admitWhoIsDue);
    }

    private static HttpResponse<String> admit(String member, String queue, String recipient, int... epochs) {
        return admit(Browser.steppedUp("aysel"), member, queue, recipient, epochs);
    }

    private static HttpResponse<String> admit(
            Browser lead, String member, String queue, String recipient, int... epochs) {
        String keys = IntStream.of(epochs)
                .mapToObj(epoch ->
                        "{\"queue\":\"%s\",\"epoch\":%d,\"sealedIdentity\":\"%s\"}".formatted(queue, epoch, SEALED))
                .collect(Collectors.joining(","));
        return lead.post(
                "/api/people/" + member + "/queues", "{\"recipient\":\"%s\",\"keys\":[%s]}".formatted(recipient, keys));
    }

    private static String next(String... members) {
        List<String> keys = List.of(members).stream()
                .map(member -> "{\"member\":\"%s\",\"sealedIdentity\":\"%s\"}".formatted(member, SEALED))
                .toList();
        return "{\"queue\":\"visitors\",\"epoch\":2,\"recipient\":\"%s\",\"recoveryCopy\":\"%s\",\"keys\":[%s]}"
                .formatted(RECIPIENT, SEALED, String.join(",", keys));
    }

    private static List<String> holders(int epoch) {
        return LocalPostgres.column(
                "select member from queue_key where queue = 'visitors' and epoch = " + epoch + " order by member");
    }

    /** Everything that is kept of an epoch. */
    private static List<String> epoch(int epoch) {
        return LocalPostgres.column(
                "select concat_ws(' ', recipient, recovery_copy, begun_on, member, sealed_identity) from queue_epoch"
                        + " join queue_key using (queue, epoch) where queue = 'visitors' and epoch = " + epoch
                        + " order by member");
    }

    /** Any write to any tip would change it. */
    private static String tips() {
        return LocalPostgres.column(
                        "select count(*) || ' ' || md5(string_agg(tip_id::text || xmin::text || ctid::text, ',' order by tip_id)) from tip where queue = 'visitors'")
                .get(0);
    }

    private static List<String> deeds(String which) {
        return LocalPostgres.column(
                "select who || ' ' || deed from journal where which = '" + which + "' order by position");
    }

    private static void sql(String sql) throws SQLException {
        LocalPostgres.executeAsService(sql);
    }
}
