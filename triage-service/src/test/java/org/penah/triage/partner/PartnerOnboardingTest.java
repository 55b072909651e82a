package org.penah.triage.partner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.penah.triage.PartnerLine.fingerprint;
import static org.penah.triage.PartnerLine.key;
import static org.penah.triage.PartnerLine.keyPair;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.security.KeyPair;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
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
import org.penah.triage.PartnerLine;

/** A partner comes in by an invitation that it signs and two members who each hear its fingerprint. */
@QuarkusTest
class PartnerOnboardingTest {

    private static final String RECIPIENT = "age1pq1" + "q".repeat(1950);
    private static final String PROFILE =
            "{\"tier\":2,\"languages\":[\"az\",\"ru\"],\"regions\":[\"145\"],\"hours\":{\"zone\":\"Europe/Berlin\",\"open\":[\"mon-fri 09:00-17:00\"]}}";

    private static Browser kamran;
    private static Browser aysel;

    @Inject
    FarEnds farEnds;

    private final KeyPair keys = keyPair();
    private final String name = "n" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void asked_who_they_are() {
        kamran = Browser.steppedUp("kamran");
        aysel = Browser.steppedUp("aysel");
    }

    @Test
    void what_two_members_heard_reaches_notify_whole_and_stands_in_the_journal_without_a_name() {
        // Given
        String statement = statement(invited(), name, keys);
        assertThat(answer(statement, fingerprint(statement)).statusCode()).isEqualTo(204);
        assertThat(farEnds.partnersAtNotify(name)).isEmpty();
        assertThat(invitation().at("/said/url").asText()).isEqualTo("https://new.example/");

        // When
        HttpResponse<String> approved =
                approve(aysel, fingerprint(statement).replace(" ", "").toUpperCase(Locale.ROOT));

        // Then
        assertThat(approved.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> !farEnds.partnersAtNotify(name).isEmpty());
        assertThat(farEnds.partnersAtNotify(name))
                .containsExactly(
                        Json.of("{\"name\":\"%s\",\"version\":1,\"disabled\":false,\"statement\":%s,\"profile\":%s}"
                                .formatted(name, quoted(statement), PROFILE)));
        assertThat(invitation().isMissingNode()).isTrue();
        assertThat(LocalPostgres.column("select who || ' ' || deed from journal j join partner_decision d"
                        + " on j.which = d.id::text where d.name = '" + name + "' order by j.position"))
                .containsExactly("kamran partner.invited", "kamran partner.proposed", "aysel partner.admitted");
        assertThat(LocalPostgres.column("select which from journal where which = '" + name + "'"))
                .isEmpty();
    }

    @Test
    void the_thousand_and_first_is_not_invited_and_the_desk_is_told_why() throws SQLException {
        // Given
        int there = Integer.parseInt(LocalPostgres.column(
                        "select count(*) from (select name from partner union select name from partner_invitation) one")
                .get(0));
        LocalPostgres.asOwner("insert into partner (name, revision, facts)"
                + " select 'crowd-' || i, 1, '{}' from generate_series(1, " + (999 - there) + ") i");

        // When
        HttpResponse<String> last;
        HttpResponse<String> oneMore;
        try {
            last = kamran.post(path("invitation"), "");
            oneMore = kamran.post("/api/managed-partners/" + name + "x/invitation", "");
        } finally {
            LocalPostgres.asOwner("delete from partner where name like 'crowd-%'");
        }

        // Then
        assertThat(last.statusCode()).isEqualTo(204);
        assertThat(oneMore.statusCode()).isEqualTo(409);
        assertThat(Json.of(oneMore).path("type").asText()).isEqualTo("/problems/too-many-partners");
        assertThat(Json.of(oneMore).path("detail").asText())
                .contains("1000 partners")
                .contains("Nobody was invited");
    }

    @Test
    void the_event_is_that_of_the_contract() {
        // When
        String written = Contracts.roundTrip(Contracts.sample("partner-decided"), PartnerDecided.class);

        // Then
        assertThat(Json.of(written)).isEqualTo(Json.of(new String(Contracts.sample("partner-decided"), UTF_8)));
        assertThat(Contracts.violations("partner-decided.v1", written)).isEmpty();
        Statement statement =
                Statement.read(Json.of(written).at("/data/statement").asText());
        assertThat(statement.said().name()).isEqualTo("safe-house");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update partner_decision set facts = replace(facts, '\"tier\":2', '\"tier\":9')",
                "update partner_decision set approved_by = 'rauf'",
                "update partner_decision set version = 7",
                "delete from partner_decision"
            })
    void the_entry_shows_that_somebody_altered_what_was_decided(String sql) throws SQLException {
        // Given
        String statement = statement(invited(), name, keys);
        answer(statement, fingerprint(statement));
        approve(aysel, fingerprint(statement));
        String id = LocalPostgres.column("select id from partner_decision where name = '" + name + "'")
                .get(0);
        assertThat(Audit.differences(id)).isEmpty();

        // When
        LocalPostgres.asOwner(sql + " where name = '" + name + "'");

        // Then
        assertThat(Audit.differences(id)).containsExactly("partner.admitted altered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update partner_invitation set challenge = 'join-' || repeat('0', 32)",
                "update partner_invitation set invited_by = 'rauf'",
                "delete from partner_invitation"
            })
    void the_entry_shows_that_somebody_altered_an_invitation(String sql) throws SQLException {
        // Given one after another, which counts no more
        invited();
        invited();
        String id = invitationId();
        assertThat(Audit.differences(id)).isEmpty();

        // When
        LocalPostgres.asOwner(sql + " where name = '" + name + "'");

        // Then
        assertThat(Audit.differences(id)).containsExactly("partner.invited altered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "statement = 'other'",
                "profile = replace(profile, '\"tier\":2', '\"tier\":9')",
                "proposed_by = 'rauf'",
            })
    void the_entry_shows_that_somebody_altered_what_was_proposed(String forged) throws SQLException {
        // Given the second answer to one invitation
        String challenge = invited();
        answer(statement(challenge, name, keys));
        answer(statement(challenge, name, keys));
        String id = invitationId();
        assertThat(Audit.differences(id)).isEmpty();

        // When
        LocalPostgres.asOwner("update partner_invitation set " + forged + " where name = '" + name + "'");

        // Then
        List<String> found = Audit.differences(id);
        LocalPostgres.asOwner("delete from partner_invitation where name = '" + name + "'");
        assertThat(found).containsExactly("partner.proposed altered");
    }

    @Test
    void an_invitation_that_is_over_on_purpose_is_not_missed() {
        // Given
        invited();
        String replaced = invitationId();
        String statement = statement(invited(), name, keys);
        String id = invitationId();
        answer(statement);

        // When
        approve(aysel, fingerprint(statement));

        // Then
        assertThat(Audit.differences(replaced)).isEmpty();
        assertThat(Audit.differences(id)).isEmpty();
    }

    @Test
    void a_decision_that_nobody_made_is_found() throws SQLException {
        // When
        LocalPostgres.asOwner(
                "insert into partner_decision (name, version, id, facts, decided_by, decided_on) values ('%1$s', 1, '%2$s', '{}', 'kamran', '2026-11-24')"
                        .formatted(name, new UUID(0, name.hashCode())));

        // Then
        List<String> found = Audit.differences(new UUID(0, name.hashCode()).toString());
        LocalPostgres.asOwner("delete from partner_decision where name = '" + name + "'");
        assertThat(found).containsExactly("unknown");
    }

    @Test
    void a_line_that_a_mail_program_broke_is_taken() {
        // Given
        String statement = statement(invited(), name, keys);

        // When
        HttpResponse<String> answered = answer(statement.replaceAll("(.{70})", "$1\\\\r\\\\n"), fingerprint(statement));

        // Then
        assertThat(answered.statusCode()).isEqualTo(204);
    }

    @Test
    void somebody_who_proposed_is_not_the_second() {
        // Given
        String statement = statement(invited(), name, keys);
        answer(statement, fingerprint(statement));

        // When
        HttpResponse<String> approved = approve(kamran, fingerprint(statement));

        // Then
        refused(approved, 409, "four-eyes");
        assertThat(farEnds.partnersAtNotify(name)).isEmpty();
    }

    @Test
    void what_somebody_else_heard_is_not_enough() {
        // Given
        String statement = statement(invited(), name, keys);
        refused(answer(statement, "0000 1111 2222 3333 4444 5555 6666 7777"), 422, "not-heard");
        answer(statement, fingerprint(statement));

        // When
        HttpResponse<String> approved = approve(aysel, "0000 1111 2222 3333 4444 5555 6666 7777");

        // Then
        refused(approved, 422, "not-heard");
        assertThat(farEnds.partnersAtNotify(name)).isEmpty();
    }

    @Test
    void an_answer_to_another_invitation_or_of_another_is_refused() {
        // Given
        String old = invited();
        String challenge = invited();

        // When
        HttpResponse<String> late = answer(statement(old, name, keys));
        HttpResponse<String> others = answer(statement(challenge, "somebody-else", keys));
        HttpResponse<String> altered =
                answer(statement(challenge, name, keys).replace("https://new.example/", "https://bad.example/"));

        // Then
        refused(late, 422, "old-invitation");
        refused(others, 422, "another-name");
        refused(altered, 422, "not-an-answer");
    }

    @Test
    void a_partner_that_is_known_moves_only_by_a_word_signed_with_its_own_key() {
        // Given
        told(3, "ready", keys);
        String challenge = invited();

        // When
        HttpResponse<String> thief = answer(statement(challenge, name, keyPair()));
        String own = statement(challenge, name, keys);
        HttpResponse<String> moved = answer(own);

        // Then
        refused(thief, 422, "another-key");
        assertThat(moved.statusCode()).isEqualTo(204);
        approve(aysel, fingerprint(own));
        await().atMost(Desk.LIMIT).until(() -> !farEnds.partnersAtNotify(name).isEmpty());
        assertThat(farEnds.partnersAtNotify(name).get(0).path("version").asInt())
                .isEqualTo(4);
    }

    @Test
    void one_that_was_ended_comes_back_by_an_invitation_with_other_keys() {
        // Given
        told(1, "ready", keys);
        assertThat(kamran.post(path("end"), "").statusCode()).isEqualTo(202);
        assertThat(aysel.post(path("end"), "").statusCode()).isEqualTo(202);
        told(2, "disabled", keys);
        refused(kamran.post(path("profile"), "{\"profile\":" + PROFILE + "}"), 409, "ended");

        // When
        String statement = statement(invited(), name, keyPair());
        answer(statement);
        approve(aysel, fingerprint(statement));

        // Then
        await().atMost(Desk.LIMIT).until(() -> farEnds.partnersAtNotify(name).size() == 2);
        assertThat(farEnds.partnersAtNotify(name))
                .extracting(decided -> decided.path("version").asInt() + " "
                        + decided.path("disabled").asBoolean())
                .containsExactly("2 true", "3 false");
    }

    @Test
    void how_a_partner_is_told_changes_with_all_that_is_known_of_it() {
        // Given
        String statement = statement(invited(), name, keys);
        answer(statement);
        approve(aysel, fingerprint(statement));
        told(1, "untried", keys);

        // When
        String changed = "{\"tier\":9,\"languages\":[\"fa\"],\"regions\":[]}";
        HttpResponse<String> answer = kamran.post(path("profile"), "{\"profile\":" + changed + "}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> farEnds.partnersAtNotify(name).size() == 2);
        JsonNode second = farEnds.partnersAtNotify(name).get(1);
        assertThat(second.path("statement").asText()).isEqualTo(statement);
        assertThat(second.path("profile")).isEqualTo(Json.of(changed));
        assertThat(second.path("version").asInt()).isEqualTo(2);
    }

    @Test
    void an_invitation_that_is_taken_back_is_gone() {
        // Given
        String challenge = invited();

        // When
        HttpResponse<String> dropped = aysel.post(path("drop"), "");

        // Then
        assertThat(dropped.statusCode()).isEqualTo(204);
        assertThat(answer(statement(challenge, name, keys)).statusCode()).isEqualTo(404);
    }

    @Test
    void where_a_partner_stands_is_not_for_the_whole_desk() {
        // Given
        told(1, "ready", keys);

        // When
        String seen = Browser.of("rauf").get("/api/partners").body();

        // Then
        assertThat(seen).contains(name).doesNotContain("new.example").doesNotContain("whpk_");
        assertThat(kamran.get("/api/managed-partners").body()).contains("https://new.example/");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"tier\":2;\"tier\":10",
                "\"az\",\"ru\";",
                "\"145\";\"Baku\"",
                "Europe/Berlin;Berlin",
                "09:00-17:00;17:00-09:00",
                "09:00-17:00;09:00-24:30",
                "mon-fri;on weekdays"
            })
    void a_profile_that_says_nothing_is_a_bad_request(String good, String bad) {
        // Given
        told(1, "ready", keys);

        // When
        HttpResponse<String> answer =
                kamran.post(path("profile"), "{\"profile\":" + PROFILE.replace(good, bad == null ? "" : bad) + "}");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"heard\":null}"})
    void what_is_no_deed_is_a_bad_request(String body) {
        // When
        HttpResponse<String> answer = kamran.post(path("answer"), body);
        HttpResponse<String> approval = kamran.post(path("approval"), body);
        HttpResponse<String> improper = kamran.post("/api/managed-partners/Not-A-Name/invitation", "");

        // Then
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(approval.statusCode()).isEqualTo(400);
        assertThat(improper.statusCode()).isEqualTo(400);
    }

    private String invited() {
        assertThat(kamran.post(path("invitation"), "").statusCode()).isEqualTo(204);
        return invitation().at("/invitation/challenge").asText();
    }

    private String invitationId() {
        return LocalPostgres.column("select id from partner_invitation where name = '" + name + "'")
                .get(0);
    }

    private JsonNode invitation() {
        for (JsonNode one : Json.of(kamran.get("/api/managed-partners")).path("invitations")) {
            if (one.at("/invitation/name").asText().equals(name)) {
                return one;
            }
        }
        return Json.of("{}").path("absent");
    }

    private HttpResponse<String> answer(String statement) {
        return answer(statement, fingerprint(statement));
    }

    private HttpResponse<String> answer(String statement, String heard) {
        return kamran.post(
                path("answer"),
                "{\"statement\":%s,\"heard\":\"%s\",\"profile\":%s}".formatted(quoted(statement), heard, PROFILE));
    }

    private HttpResponse<String> approve(Browser member, String heard) {
        return member.post(path("approval"), "{\"heard\":\"%s\"}".formatted(heard));
    }

    private String path(String deed) {
        return "/api/managed-partners/" + name + "/" + deed;
    }

    /** What notify-service says of this test's partner, once the desk has heard it. */
    private void told(int version, String admission, KeyPair key) {
        String data =
                "{\"name\":\"%s\",\"revision\":%d,\"channel\":\"slots\",\"tier\":1,\"languages\":[\"en\"],\"recipient\":\"%s\",\"faults\":[],\"managed\":{\"version\":%d,\"admission\":\"%s\",\"url\":\"https://new.example/\",\"acknowledgementKey\":\"%s\",\"regions\":[]}}"
                        .formatted(name, version, RECIPIENT, version, admission, key(key));
        farEnds.sendFromNotify("""
                {"specversion":"1.0","id":"%s","source":"/notify","type":"org.penah.partner.changed.v1",
                "datacontenttype":"application/json","data":%s}""".formatted(UUID.randomUUID(), data).getBytes(UTF_8));
        await().atMost(Desk.LIMIT).until(() -> {
            for (JsonNode one : Json.of(kamran.get("/api/managed-partners")).path("partners")) {
                if (one.path("name").asText().equals(name)) {
                    return one.at("/managed/version").asInt() == version;
                }
            }
            return false;
        });
    }

    private static void refused(HttpResponse<String> answer, int status, String problem) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(Json.of(answer).path("type").asText()).isEqualTo("/problems/" + problem);
    }

    private static String statement(String challenge, String name, KeyPair key) {
        return PartnerLine.of(challenge, name, RECIPIENT, key);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\"", "\\\"") + "\"";
    }
}
