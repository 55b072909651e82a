package org.penah.triage.keyring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Base64;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.Json;
import org.penah.triage.LocalFolders;
import org.penah.triage.LocalKeycloak;
import org.penah.triage.LocalPostgres;
import org.penah.triage.Sent;

/** A second person is one who can read the tip: that a lead's session has put a name beside a queue is not enough. */
@QuarkusTest
class ShownKeysTest {

    private static final String QUEUE = "vestibule";
    private static final String SEALED =
            "-----BEGIN AGE ENCRYPTED FILE-----\\nYWdl\\n-----END AGE ENCRYPTED FILE-----\\n";
    private static final String RECIPIENT = "age1pq1" + "q".repeat(1952);

    private static Browser aysel;
    private static Browser leyla;
    private static Browser sevda;

    @Inject
    Desk desk;

    private final HybridIdentity key = HybridIdentity.generate();
    private final Sent tip = Sent.danger("2026-11-24T10:10:00Z").in(QUEUE);

    @BeforeAll
    static void asked_who_they_are() {
        aysel = Browser.steppedUp("aysel");
        leyla = Browser.steppedUp("leyla");
        sevda = Browser.steppedUp(LocalKeycloak.SECOND_LEAD);
    }

    @BeforeEach
    void two_leads_admit_leyla_with_what_opens_nothing() throws SQLException {
        LocalFolders.makeLock(QUEUE, 1);
        LocalPostgres.asOwner("insert into queue_epoch (queue, epoch, recipient, recovery_copy) values ('" + QUEUE
                + "', 1, '" + key.recipient() + "', 'y')");
        LocalPostgres.asOwner("insert into member_key (member, sealed_identity) values ('sevda', 's')");
        LocalPostgres.asOwner("insert into queue_key (queue, epoch, member, sealed_identity, shown) values ('" + QUEUE
                + "', 1, 'aysel', 'a', true), ('" + QUEUE + "', 1, 'sevda', 's', true)");
        leyla.post(
                "/api/keys/enrolment", "{\"sealedIdentity\":\"%s\",\"recipient\":\"%s\"}".formatted(SEALED, RECIPIENT));
        for (Browser lead : List.of(aysel, sevda)) {
            assertThat(lead.post(
                                    "/api/people/leyla/queues",
                                    "{\"recipient\":\"%s\",\"keys\":[{\"queue\":\"%s\",\"epoch\":1,\"sealedIdentity\":\"%s\"}]}"
                                            .formatted(RECIPIENT, QUEUE, SEALED))
                            .statusCode())
                    .isEqualTo(202);
        }
        desk.receive(tip);
        aysel.post(Desk.path(tip) + "/opened", "");
        assertThat(cancel(aysel).statusCode()).isEqualTo(202);
    }

    @AfterEach
    void nothing_is_left() throws SQLException {
        LocalPostgres.asOwner("delete from tip where queue = '" + QUEUE + "'");
        LocalPostgres.asOwner("delete from queue_key where queue = '" + QUEUE + "'");
        LocalPostgres.asOwner("delete from queue_epoch where queue = '" + QUEUE + "'");
        LocalPostgres.asOwner("delete from member_key where member in ('leyla', 'sevda')");
        LocalPostgres.asOwner("delete from pending_deed");
    }

    @Test
    void somebody_who_holds_a_key_that_opens_nothing_is_no_second_person() {
        // Given
        String wrong = answer("A".repeat(43));
        leyla.post("/api/keys/challenges", "");
        leyla.post("/api/keys/answers", wrong);

        // When
        HttpResponse<String> agreed = cancel(leyla);

        // Then
        assertThat(agreed.statusCode()).isEqualTo(409);
        assertThat(Json.of(agreed).path("type").asText()).isEqualTo("/problems/key-not-shown");
        assertThat(desk.view(tip).at("/alert/cancelling/by").asText()).isEqualTo("aysel");
    }

    @Test
    void somebody_who_opens_a_challenge_with_the_key_is_one() throws IOException {
        // Given
        String answer = opened(challenges(leyla).get(0));

        // When
        HttpResponse<String> shown = leyla.post("/api/keys/answers", answer(answer));

        // Then
        assertThat(shown.statusCode()).isEqualTo(204);
        assertThat(cancel(leyla).statusCode()).isEqualTo(202);
        assertThat(challenges(leyla)).isEmpty();
        assertThat(LocalPostgres.column(
                        "select who || ' ' || deed from journal where which = '" + QUEUE + "/1' order by position"))
                .endsWith("leyla key.shown");
    }

    @Test
    void an_answer_counts_once_and_for_whom_it_was_asked() throws IOException {
        // Given
        String old = opened(challenges(leyla).get(0));
        challenges(leyla);

        // When
        leyla.post("/api/keys/answers", answer(old));
        aysel.post("/api/keys/answers", answer(opened(challenges(leyla).get(0))));

        // Then
        assertThat(cancel(leyla).statusCode()).isEqualTo(409);
    }

    @Test
    void what_a_key_ceremony_sealed_needs_not_be_shown() {
        // When
        List<JsonNode> asked = challenges(aysel);

        // Then
        assertThat(asked).isEmpty();
        assertThat(LocalPostgres.column("select distinct shown from queue_key where member = 'rauf'"))
                .containsExactly("t");
    }

    private HttpResponse<String> cancel(Browser member) {
        return member.post(Desk.path(tip) + "/alert/cancellation", "");
    }

    private static List<JsonNode> challenges(Browser member) {
        HttpResponse<String> asked = member.post("/api/keys/challenges", "");
        assertThat(asked.statusCode()).isEqualTo(200);
        return StreamSupport.stream(Json.of(asked).spliterator(), false).toList();
    }

    /** What the console's browser sends, once it has opened it. */
    private String opened(JsonNode challenge) throws IOException {
        byte[] sealed = Base64.getDecoder().decode(challenge.path("sealed").asText());
        try (InputStream plain = AgeDecryptor.open(new ByteArrayInputStream(sealed), List.of(key))) {
            String text = new String(plain.readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(text).matches("penah key challenge v1 [A-Za-z0-9_-]{43}");
            return text.substring(ShownKeys.PREFIX.length());
        }
    }

    private static String answer(String answer) {
        return "{\"answers\":[{\"queue\":\"%s\",\"epoch\":1,\"answer\":\"%s\"}]}".formatted(QUEUE, answer);
    }
}
