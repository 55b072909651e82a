package org.penah.triage.partner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;
import static org.penah.triage.PartnerLine.key;
import static org.penah.triage.PartnerLine.keyPair;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.penah.triage.Browser;
import org.penah.triage.Contracts;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;

/** One member writes a partner's telephone numbers, and a second one calls. */
@QuarkusTest
class TelephonesTest {

    private static final String SEALED = Json.of(new String(Contracts.sample("reply-sent"), UTF_8))
            .at("/data/sealed")
            .asText();

    /** The second member's word about them, as that member's browser sealed it. */
    private static final String APPROVAL =
            SEALED.substring(0, 6000) + (SEALED.charAt(6000) == 'A' ? 'B' : 'A') + SEALED.substring(6001);

    /** A lead, who holds the keys of both queues. */
    private static Browser aysel;

    /** A partner manager, who is given the key of one queue. */
    private static Browser kamran;

    /** A triager of one queue. */
    private static final Browser RAUF = Browser.of("rauf");

    @Inject
    FarEnds farEnds;

    private final String name = "t" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void asked_who_they_are() {
        aysel = Browser.steppedUp("aysel");
        kamran = Browser.steppedUp("kamran");
    }

    @BeforeEach
    void a_partner_is_there() throws SQLException {
        LocalPostgres.asOwner("insert into member_key (member, sealed_identity) values ('kamran', 'k')");
        LocalPostgres.asOwner(
                "insert into queue_key (queue, epoch, member, sealed_identity, shown) values ('general', 1, 'kamran', 'k', true)");
        tell(1, "ready");
        await().atMost(Desk.LIMIT)
                .until(() -> aysel.get("/api/managed-partners").body().contains(name));
    }

    @AfterEach
    void nothing_is_left() throws SQLException {
        LocalPostgres.asOwner("delete from pending_deed");
        LocalPostgres.asOwner("delete from queue_key where member = 'kamran'");
        LocalPostgres.asOwner("delete from member_key where member = 'kamran'");
    }

    @Test
    void what_one_member_wrote_waits_until_a_second_has_called() {
        // Given
        assertThat(write(aysel, copy("general", 1, SEALED), copy("threat", 1, SEALED))
                        .statusCode())
                .isEqualTo(204);
        assertThat(told(RAUF)).containsExactly("general 1 aysel -");
        String telephoneId = waiting("general");

        // When
        HttpResponse<String> own = approve(aysel, telephoneId);
        HttpResponse<String> second = approve(kamran, telephoneId);

        // Then
        assertThat(own.statusCode()).isEqualTo(409);
        assertThat(own.body()).contains("/problems/four-eyes");
        assertThat(second.statusCode()).isEqualTo(204);
        assertThat(told(aysel)).containsExactly("general 1 aysel kamran", "threat 1 aysel -");
        assertThat(known(RAUF).get(0).path("sealed").asText()).isEqualTo(SEALED);
        assertThat(known(RAUF).get(0).path("approval").asText()).isEqualTo(APPROVAL);
        assertThat(LocalPostgres.column(
                        "select who || ' ' || deed from journal where which = '" + telephoneId + "' order by position"))
                .containsExactly("aysel telephone.written", "kamran telephone.approved");
    }

    @Test
    void what_two_have_seen_stays_until_a_second_has_called_again() {
        // Given
        write(aysel, copy("general", 1, SEALED));
        approve(kamran, waiting("general"));

        // When
        write(aysel, copy("general", 1, SEALED));
        write(aysel, copy("general", 1, SEALED));

        // Then
        assertThat(told(RAUF)).containsExactly("general 1 aysel kamran", "general 1 aysel -");
        String telephoneId = waiting("general");
        assertThat(approve(kamran, telephoneId).statusCode()).isEqualTo(204);
        assertThat(told(RAUF)).containsExactly("general 1 aysel kamran");
        assertThat(approve(kamran, telephoneId).statusCode()).isEqualTo(404);
    }

    @Test
    void what_one_member_wrote_never_changes() {
        // Given
        write(aysel, copy("general", 1, SEALED));
        approve(kamran, waiting("general"));

        // When
        Throwable refusal = catchThrowable(() -> LocalPostgres.executeAsService(
                "update partner_telephone set sealed = approval where partner = '" + name + "'"));

        // Then
        assertThat(refusal).isInstanceOf(SQLException.class).hasMessageContaining("permission denied");
        assertThat(known(RAUF).get(0).path("sealed").asText()).isEqualTo(SEALED);
    }

    @Test
    void nobody_writes_with_a_key_that_they_have_not_shown_to_open() throws SQLException {
        // Given
        LocalPostgres.asOwner("update queue_key set shown = false where member = 'kamran'");

        // When
        HttpResponse<String> written = write(kamran, copy("general", 1, SEALED));

        // Then
        assertThat(written.statusCode()).isEqualTo(409);
        assertThat(written.body()).contains("/problems/key-not-shown");
        assertThat(told(aysel)).isEmpty();
    }

    @Test
    void nobody_writes_or_approves_for_a_queue_whose_key_they_do_not_hold() {
        // Given
        write(aysel, copy("threat", 1, SEALED));

        // When
        HttpResponse<String> ofManager = write(kamran, copy("threat", 1, SEALED));
        HttpResponse<String> ofNoEpoch = write(aysel, copy("general", 1, SEALED), copy("general-other", 1, SEALED));
        HttpResponse<String> ofLater = write(aysel, copy("general", 99, SEALED));
        HttpResponse<String> second = approve(kamran, waiting("threat"));

        // Then
        assertThat(List.of(ofManager.statusCode(), ofNoEpoch.statusCode(), ofLater.statusCode(), second.statusCode()))
                .containsOnly(404);
        assertThat(told(aysel)).containsExactly("threat 1 aysel -");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"queue\":\"general\",\"epoch\":1,\"sealed\":\"+49 30 1234567\"}",
                "{\"queue\":\"general\",\"epoch\":1}",
                "{\"epoch\":1,\"sealed\":\"SEALED\"}",
                "{\"queue\":\"general\",\"epoch\":1,\"sealed\":\"SEALED\"},{\"queue\":\"general\",\"epoch\":1,\"sealed\":\"SEALED\"}",
                "''"
            })
    void what_is_not_sealed_for_a_queue_is_refused(String copies) {
        // When
        HttpResponse<String> written = write(aysel, copies.replace("SEALED", SEALED));

        // Then
        assertThat(written.statusCode()).isEqualTo(400);
        assertThat(told(aysel)).isEmpty();
    }

    @Test
    void the_numbers_of_a_partner_that_the_desk_ended_are_deleted() {
        // Given
        write(aysel, copy("general", 1, SEALED));

        // When
        kamran.post("/api/managed-partners/" + name + "/end", "");
        assertThat(told(aysel)).isNotEmpty();
        aysel.post("/api/managed-partners/" + name + "/end", "");

        // Then
        assertThat(told(aysel)).isEmpty();
        // notify-service has not said so yet.
        assertThat(write(aysel, copy("general", 1, SEALED)).statusCode()).isEqualTo(409);
    }

    @Test
    void notify_service_deletes_no_numbers() {
        // Given
        write(aysel, copy("general", 1, SEALED));

        // When
        tell(2, "disabled");

        // Then
        await().atMost(Desk.LIMIT)
                .until(() -> write(aysel, copy("general", 1, SEALED)).statusCode() == 409);
        assertThat(told(aysel)).containsExactly("general 1 aysel -");
        assertThat(aysel.post("/api/telephones", written("nobody", copy("general", 1, SEALED)))
                        .statusCode())
                .isEqualTo(404);
    }

    private void tell(int revision, String admission) {
        String data =
                "{\"name\":\"%s\",\"revision\":%d,\"channel\":\"slots\",\"tier\":1,\"languages\":[\"en\"],\"recipient\":\"%s\",\"faults\":[],\"managed\":{\"version\":1,\"admission\":\"%s\",\"url\":\"https://new.example/\",\"acknowledgementKey\":\"%s\",\"regions\":[]}}"
                        .formatted(name, revision, "age1pq1" + "q".repeat(1950), admission, key(keyPair()));
        farEnds.sendFromNotify("""
                {"specversion":"1.0","id":"%s","source":"/notify","type":"org.penah.partner.changed.v1",
                "datacontenttype":"application/json","data":%s}""".formatted(UUID.randomUUID(), data).getBytes(UTF_8));
    }

    private static String copy(String queue, int epoch, String sealed) {
        return "{\"queue\":\"%s\",\"epoch\":%d,\"sealed\":\"%s\"}".formatted(queue, epoch, sealed);
    }

    private static String written(String partner, String... copies) {
        return "{\"partner\":\"%s\",\"copies\":[%s]}".formatted(partner, String.join(",", copies));
    }

    private HttpResponse<String> write(Browser who, String... copies) {
        return who.post("/api/telephones", written(name, copies));
    }

    private static HttpResponse<String> approve(Browser who, String telephoneId) {
        return who.post("/api/telephones/" + telephoneId + "/approval", "{\"sealed\":\"%s\"}".formatted(APPROVAL));
    }

    private String waiting(String queue) {
        return known(aysel).stream()
                .filter(one -> one.path("queue").asText().equals(queue) && !one.has("approvedBy"))
                .findFirst()
                .orElseThrow()
                .path("telephoneId")
                .asText();
    }

    /** Queue, epoch, who wrote it, and who called. */
    private List<String> told(Browser who) {
        return known(who).stream()
                .map(one -> "%s %d %s %s"
                        .formatted(
                                one.path("queue").asText(),
                                one.path("epoch").asInt(),
                                one.path("writtenBy").asText(),
                                one.path("approvedBy").asText("-")))
                .toList();
    }

    private List<JsonNode> known(Browser who) {
        List<JsonNode> found = new ArrayList<>();
        Json.of(who.get("/api/telephones")).forEach(found::add);
        found.removeIf(one -> !one.path("partner").asText().equals(name));
        return found;
    }
}
