package org.penah.triage.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.outbox.EventJson;
import org.penah.sealing.decision.Decision;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;
import org.penah.triage.TrustedDays;
import org.penah.triage.tip.DueBlobDeletions;

@QuarkusTest
class WithdrawalTest {

    private static final Browser AYSEL = Browser.of("aysel");

    @Inject
    Desk desk;

    @Inject
    FarEnds farEnds;

    @Inject
    DueBlobDeletions blobDeletions;

    @Inject
    Decisions decisions;

    @ParameterizedTest
    @CsvSource({"consent-withdrawn, ConsentWithdrawn", "tip-erased, TipErased"})
    void a_sample_of_the_contract_survives_our_record(String name, String record) throws ClassNotFoundException {
        // Given
        byte[] sample = Contracts.sample(name);

        // When
        String written = Contracts.roundTrip(sample, Class.forName("org.penah.triage.decision." + record));

        // Then
        assertThat(Json.of(written)).isEqualTo(Json.of(new String(sample, StandardCharsets.UTF_8)));
        assertThat(Contracts.violations(name + ".v1", written)).isEmpty();
    }

    @Test
    void a_withdrawal_of_nothing_is_refused() {
        // Given
        String spoilt =
                new String(Contracts.sample("consent-withdrawn"), StandardCharsets.UTF_8).replace("false", "true");

        // When
        assertThatThrownBy(() -> EventJson.read(spoilt.getBytes(StandardCharsets.UTF_8), ConsentWithdrawn.class))
                // Then
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void past_a_withdrawn_consent_nothing_leaves_and_the_desk_shows_it() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z").in("general"));

        // When
        farEnds.sendFromIntake(tip.withdrawn(false, false));

        // Then
        await().atMost(Desk.LIMIT).until(() -> desk.view(tip).has("withdrawnOn"));
        assertThat(desk.view(tip).path("withdrawnOn").asText()).isEqualTo("2026-11-24");
        assertThat(desk.view(tip).path("consents")).isEqualTo(Json.of("{\"alert\":false,\"details\":false}"));
        HttpResponse<String> confirmed = confirm(tip);
        assertThat(confirmed.statusCode()).isEqualTo(409);
        assertThat(Json.of(confirmed).path("type").asText()).isEqualTo("/problems/no-consent");
        // An alert that went out before can still be called off.
        AYSEL.post(Desk.path(tip) + "/opened", "");
        assertThat(Stream.of("aysel", "rauf").map(member -> cancel(member, tip)))
                .containsExactly(202, 202);
        await().atMost(Desk.LIMIT)
                .until(() -> !farEnds.dataAtNotify(tip.alertId().toString()).isEmpty());
        assertThat(farEnds.dataAtNotify(tip.alertId().toString()))
                .extracting(data -> data.path("decision").asText())
                .containsExactly("cancelled");
        assertThat(Desk.deeds(tip))
                .containsExactly(
                        "(source) consent.withdrawn",
                        "aysel tip.opened",
                        "aysel alert.cancelling",
                        "rauf alert.cancelled");
    }

    @Test
    void an_alert_whose_details_were_withdrawn_goes_out_without_them() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        farEnds.sendFromIntake(tip.withdrawn(true, false));
        await().atMost(Desk.LIMIT).until(() -> desk.view(tip).has("withdrawnOn"));

        // When
        confirm(tip);

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> !farEnds.dataAtNotify(tip.alertId().toString()).isEmpty());
        assertThat(farEnds.dataAtNotify(tip.alertId().toString()).get(0).at("/consents/details"))
                .isEqualTo(Json.of("false"));
    }

    @Test
    void consents_only_ever_become_fewer_whatever_comes_first() {
        // Given
        Sent tip = Sent.danger("2026-11-24T10:10:00Z");
        farEnds.sendFromIntake(tip.withdrawn(false, true));
        farEnds.sendFromIntake(tip.withdrawn(true, false));

        // When
        desk.receive(tip);

        // Then
        assertThat(desk.view(tip).path("consents")).isEqualTo(Json.of("{\"alert\":false,\"details\":false}"));
        assertThat(desk.view(tip).path("withdrawnOn").asText()).isEqualTo("2026-11-24");
    }

    @Test
    void an_erased_tip_is_gone_with_its_sealed_file_and_its_replies() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.routine());
        LocalFolders.putBlob(tip.blobId(), new byte[] {1});
        AYSEL.post(Desk.path(tip) + "/opened", "");

        // When
        farEnds.sendFromIntake(tip.erased());

        // Then
        await().atMost(Desk.LIMIT).until(() -> AYSEL.get(Desk.path(tip)).statusCode() == 404);
        deleteBlobs();
        assertThat(LocalFolders.hasBlob(tip.blobId())).isFalse();
        assertThat(queued(tip)).isEmpty();
        assertThat(Desk.deeds(tip)).containsExactly("aysel tip.opened", "(source) tip.erased");
        assertThat(AYSEL.get(Desk.path(tip) + "/blob").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void danger_that_nobody_has_read_goes_only_after_a_pause(boolean early) throws Throwable {
        // Given
        Sent tip = Sent.danger("2026-11-24T10:10:00Z");
        LocalFolders.putBlob(tip.blobId(), new byte[] {1});

        // When
        if (early) {
            farEnds.sendFromIntake(tip.erased());
            desk.receive(tip);
        } else {
            desk.receive(tip);
            farEnds.sendFromIntake(tip.erased());
        }

        // Then staff see until when it can still be read, and no organisation is told any longer
        await().atMost(Desk.LIMIT).until(() -> desk.view(tip).has("erasingDue"));
        assertThat(desk.view(tip).path("erasingDue").asText()).isEqualTo("2026-11-25T10:05:00Z");
        assertThat(desk.view(tip).path("consents")).isEqualTo(Json.of("{\"alert\":false,\"details\":false}"));
        assertThat(confirm(tip).statusCode()).isEqualTo(409);
        eraseWhatIsDue();
        assertThat(AYSEL.get(Desk.path(tip) + "/blob").statusCode()).isEqualTo(200);

        // When the pause is over
        LocalPostgres.asOwner(
                "update tip set erasing_due = '2026-11-24T09:55:00Z' where tip_id = '" + tip.tipId() + "'");
        eraseWhatIsDue();

        // Then
        assertThat(AYSEL.get(Desk.path(tip)).statusCode()).isEqualTo(404);
        deleteBlobs();
        assertThat(LocalFolders.hasBlob(tip.blobId())).isFalse();
        assertThat(Desk.deeds(tip))
                .containsSubsequence("(source) tip.erasing", "(source) tip.erased")
                .doesNotContain("(source) consent.withdrawn");
    }

    @Test
    void danger_that_was_read_goes_at_once() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        AYSEL.post(Desk.path(tip) + "/opened", "");

        // When
        farEnds.sendFromIntake(tip.erased());

        // Then
        await().atMost(Desk.LIMIT).until(() -> AYSEL.get(Desk.path(tip)).statusCode() == 404);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void somebody_who_sends_as_intake_cannot_decide_for_a_source(boolean early) {
        // Given
        Sent tip = Sent.danger("2026-11-24T10:10:00Z");
        Sent other = Sent.routine();
        List<byte[]> forged = List.of(
                tip.erased(other.sign(Decision.ERASE)),
                tip.withdrawn(true, false, other.sign(Decision.WITHDRAW_DETAILS)),
                tip.withdrawn(false, false, other.sign(Decision.WITHDRAW_ALERT)));
        if (!early) {
            desk.receive(tip);
        }

        // When
        farEnds.sendFromIntake(tip.erasedUnsigned());
        forged.forEach(farEnds::sendFromIntake);

        // Then
        desk.receive(other);
        if (early) {
            desk.receive(tip);
        }
        assertThat(desk.view(tip).path("consents")).isEqualTo(Json.of("{\"alert\":true,\"details\":true}"));
        assertThat(desk.view(tip).has("erasingDue")).isFalse();
        assertThat(Desk.deeds(tip)).isEmpty();
    }

    @Test
    void a_signature_for_less_takes_back_less_whatever_intake_says() {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));

        // When
        farEnds.sendFromIntake(tip.withdrawn(false, false, tip.sign(Decision.WITHDRAW_DETAILS)));

        // Then
        await().atMost(Desk.LIMIT).until(() -> desk.view(tip).has("withdrawnOn"));
        assertThat(desk.view(tip).path("consents")).isEqualTo(Json.of("{\"alert\":true,\"details\":false}"));
    }

    @Test
    void of_a_tip_from_before_decisions_were_signed_intake_is_believed() {
        // Given
        Sent tip = Sent.routine();
        farEnds.sendFromIntake(tip.eventWithoutKey());
        await().atMost(Desk.LIMIT).until(() -> AYSEL.get(Desk.path(tip)).statusCode() == 200);

        // When
        farEnds.sendFromIntake(tip.erasedUnsigned());

        // Then
        await().atMost(Desk.LIMIT).until(() -> AYSEL.get(Desk.path(tip)).statusCode() == 404);
    }

    @Test
    void a_tip_that_comes_after_it_was_erased_never_shows() throws Throwable {
        // Given
        Sent tip = Sent.routine();
        LocalFolders.putBlob(tip.blobId(), new byte[] {1});
        farEnds.sendFromIntake(tip.erased());

        // When
        farEnds.sendFromIntake(tip.event());

        // Then
        desk.receive(Sent.routine());
        assertThat(AYSEL.get(Desk.path(tip)).statusCode()).isEqualTo(404);
        deleteBlobs();
        assertThat(LocalFolders.hasBlob(tip.blobId())).isFalse();
    }

    @Test
    void a_file_that_a_tip_names_is_nobody_elses_to_delete() throws Throwable {
        // Given
        Sent real = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        LocalFolders.putBlob(real.blobId(), new byte[] {1});
        Sent madeUp = Sent.routine().ofFile(real.blobId());
        farEnds.sendFromIntake(madeUp.erasedUnsigned());

        // When
        farEnds.sendFromIntake(madeUp.eventWithoutKey());

        // Then it is no tip, and even a file that is queued stays while a tip names it
        desk.receive(Sent.routine());
        assertThat(AYSEL.get(Desk.path(madeUp)).statusCode()).isEqualTo(404);
        LocalPostgres.asOwner(
                "insert into blob_deletion (blob_id) values ('" + real.blobId() + "') on conflict do nothing");
        deleteBlobs();
        assertThat(LocalFolders.hasBlob(real.blobId())).isTrue();

        // When its own source erases it
        AYSEL.post(Desk.path(real) + "/opened", "");
        farEnds.sendFromIntake(real.erased());

        // Then
        await().atMost(Desk.LIMIT).until(() -> AYSEL.get(Desk.path(real)).statusCode() == 404);
        deleteBlobs();
        assertThat(LocalFolders.hasBlob(real.blobId())).isFalse();
    }

    @Test
    void a_file_that_a_tip_just_comes_to_name_is_not_deleted() throws Throwable {
        // Given
        Sent tip = Sent.routine();
        LocalFolders.putBlob(tip.blobId(), new byte[] {1});
        LocalPostgres.asOwner("insert into blob_deletion (blob_id) values ('" + tip.blobId() + "')");

        // When
        LocalPostgres.during(DueBlobDeletions.lock(tip.blobId()), this::deleteBlobs);

        // Then
        assertThat(LocalFolders.hasBlob(tip.blobId())).isTrue();
        deleteBlobs();
        assertThat(LocalFolders.hasBlob(tip.blobId())).isFalse();
    }

    @Test
    void a_tip_whose_file_is_just_being_deleted_comes_after_that() throws SQLException {
        // Given
        Sent tip = Sent.routine();

        // When
        LocalPostgres.beforeWaiting(DueBlobDeletions.lock(tip.blobId()), () -> farEnds.sendFromIntake(tip.event()));

        // Then
        await().atMost(Desk.LIMIT).until(() -> AYSEL.get(Desk.path(tip)).statusCode() == 200);
    }

    @Test
    void a_sealed_file_that_cannot_be_deleted_is_tried_again() throws Throwable {
        // Given a folder with something in it, which no store deletes, in the file's place
        Sent tip = desk.receive(Sent.routine());
        Sent other = desk.receive(Sent.routine());
        LocalFolders.putBlob(other.blobId(), new byte[] {1});
        Runnable obstacle = LocalFolders.obstruct(tip.blobId());
        farEnds.sendFromIntake(tip.erased());
        farEnds.sendFromIntake(other.erased());
        await().atMost(Desk.LIMIT).until(() -> AYSEL.get(Desk.path(other)).statusCode() == 404);

        // When
        deleteBlobs();

        // Then the others go all the same
        assertThat(LocalFolders.hasBlob(other.blobId())).isFalse();
        assertThat(queued(tip)).hasSize(1);
        obstacle.run();
        deleteBlobs();
        assertThat(queued(tip)).isEmpty();
    }

    @Test
    void what_was_taken_back_is_forgotten_when_no_event_can_come_any_more() throws SQLException {
        // Given
        Sent old = desk.receive(Sent.routine());
        Sent tooEarly = Sent.routine();
        takenBackLongAgo(old, tooEarly);

        // When
        takenBack(desk.receive(Sent.routine()), Sent.routine());

        // Then
        assertThat(remembered(old)).isEmpty();
        assertThat(early(tooEarly)).isEmpty();
    }

    @Test
    void what_was_taken_back_is_remembered_while_the_clock_has_jumped() throws SQLException {
        // Given
        Sent old = desk.receive(Sent.routine());
        Sent tooEarly = Sent.routine();
        takenBackLongAgo(old, tooEarly);
        TrustedDays.set(LocalDate.of(2026, 11, 1));

        // When
        takenBack(desk.receive(Sent.routine()), Sent.routine());

        // Then
        TrustedDays.set(LocalDate.of(2026, 11, 24));
        assertThat(remembered(old)).isNotEmpty();
        assertThat(early(tooEarly)).isNotEmpty();
    }

    /** Two were erased, one of them before it came, and so long ago that no event about them can come. */
    private void takenBackLongAgo(Sent old, Sent tooEarly) throws SQLException {
        takenBack(old, tooEarly);
        LocalPostgres.asOwner("update withdrawal set day = '2026-10-20' where tip_id = '" + old.tipId() + "'");
        LocalPostgres.asOwner("update early_decision set day = '2026-10-20' where tip_id = '" + tooEarly.tipId() + "'");
    }

    private void takenBack(Sent tip, Sent early) {
        farEnds.sendFromIntake(tip.erased());
        farEnds.sendFromIntake(early.erased());
        await().atMost(Desk.LIMIT)
                .until(() -> !remembered(tip).isEmpty() && !early(early).isEmpty());
    }

    private void deleteBlobs() throws Throwable {
        blobDeletions.delete();
    }

    private static List<String> queued(Sent tip) {
        return LocalPostgres.column("select blob_id from blob_deletion where blob_id = '" + tip.blobId() + "'");
    }

    @Test
    void what_came_early_counts_though_an_older_version_took_the_tip() throws Throwable {
        // Given
        Sent tip = desk.receive(Sent.danger("2026-11-24T10:10:00Z"));
        LocalPostgres.asOwner("insert into early_decision (tip_id, decision, signature, day) values ('" + tip.tipId()
                + "', 'withdraw-alert', '" + tip.sign(Decision.WITHDRAW_ALERT) + "', '2026-11-24')");

        // When
        VertxContextSupport.subscribeAndAwait(() -> decisions.catchUp());

        // Then
        assertThat(desk.view(tip).path("consents")).isEqualTo(Json.of("{\"alert\":false,\"details\":false}"));
        assertThat(early(tip)).isEmpty();
    }

    private void eraseWhatIsDue() throws Throwable {
        VertxContextSupport.subscribeAndAwait(decisions::eraseWhatIsDue);
    }

    private static List<String> early(Sent tip) {
        return LocalPostgres.column("select tip_id from early_decision where tip_id = '" + tip.tipId() + "'");
    }

    private static List<String> remembered(Sent tip) {
        return LocalPostgres.column("select tip_id from withdrawal where tip_id = '" + tip.tipId() + "'");
    }

    private static HttpResponse<String> confirm(Sent tip) {
        return AYSEL.post(Desk.path(tip) + "/alert/confirmation", "");
    }

    private static int cancel(String member, Sent tip) {
        Browser browser = Browser.steppedUp(member);
        return browser.post(Desk.path(tip) + "/alert/cancellation", "").statusCode();
    }
}
