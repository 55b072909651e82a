package org.penah.triage.partner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.penah.triage.PartnerLine.key;
import static org.penah.triage.PartnerLine.keyPair;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.triage.Audit;
import org.penah.triage.Browser;
import org.penah.triage.Desk;
import org.penah.triage.FarEnds;
import org.penah.triage.Json;
import org.penah.triage.LocalPostgres;
import org.penah.triage.PinnedClock;

/** Two members end a partner, or one whom nobody stops for an hour. */
@QuarkusTest
class EndingPartnersTest {

    private static Browser kamran;
    private static Browser aysel;

    @Inject
    FarEnds farEnds;

    @Inject
    EndingPartners ending;

    private final String name = "e" + UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void asked_who_they_are() {
        kamran = Browser.steppedUp("kamran");
        aysel = Browser.steppedUp("aysel");
    }

    @BeforeEach
    void a_partner_is_there() {
        String data =
                "{\"name\":\"%s\",\"revision\":1,\"channel\":\"slots\",\"tier\":1,\"languages\":[\"en\"],\"recipient\":\"%s\",\"faults\":[],\"managed\":{\"version\":1,\"admission\":\"ready\",\"url\":\"https://new.example/\",\"acknowledgementKey\":\"%s\",\"regions\":[]}}"
                        .formatted(name, "age1pq1" + "q".repeat(1950), key(keyPair()));
        farEnds.sendFromNotify("""
                {"specversion":"1.0","id":"%s","source":"/notify","type":"org.penah.partner.changed.v1",
                "datacontenttype":"application/json","data":%s}""".formatted(UUID.randomUUID(), data).getBytes(UTF_8));
        await().atMost(Desk.LIMIT)
                .until(() -> kamran.get("/api/managed-partners").body().contains(name));
    }

    @AfterEach
    void nothing_is_left() throws SQLException {
        LocalPostgres.asOwner("delete from pending_deed");
    }

    @Test
    void two_members_end_a_partner_at_once() {
        // Given
        assertThat(end(kamran).statusCode()).isEqualTo(202);
        assertThat(end(kamran).statusCode()).isEqualTo(202);
        assertThat(farEnds.partnersAtNotify(name)).isEmpty();

        // When
        HttpResponse<String> agreed = end(aysel);

        // Then
        assertThat(agreed.statusCode()).isEqualTo(202);
        await().atMost(Desk.LIMIT).until(() -> !farEnds.partnersAtNotify(name).isEmpty());
        assertThat(farEnds.partnersAtNotify(name))
                .extracting(decided -> decided.path("disabled").asBoolean())
                .containsExactly(true);
        assertThat(LocalPostgres.column(
                        "select decided_by || ' ' || approved_by from partner_decision where name = '" + name + "'"))
                .containsExactly("kamran aysel");
        assertThat(deeds()).containsExactly("kamran partner.ending", "aysel partner.ended");
        assertThat(Audit.differences(decision())).isEmpty();
        assertThat(wanted(aysel)).isEmpty();
    }

    @Test
    void what_one_member_asks_every_desk_sees_for_an_hour_before_it_is_done() throws Throwable {
        // Given
        PinnedClock.at("2026-11-24T10:02:30Z", () -> end(kamran));
        assertThat(wanted(Browser.of("rauf")))
                .containsExactly(Json.of(
                        "{\"partner\":\"%s\",\"by\":\"kamran\",\"due\":\"2026-11-24T11:05:00Z\"}".formatted(name)));
        assertThat(Json.of(kamran.get("/api/managed-partners"))
                        .path("ending")
                        .path(name)
                        .path("by")
                        .asText())
                .isEqualTo("kamran");

        // When
        PinnedClock.at("2026-11-24T11:04:59Z", this::look);
        assertThat(LocalPostgres.column("select 1 from partner_decision where name = '" + name + "'"))
                .isEmpty();
        PinnedClock.at("2026-11-24T11:05:00Z", this::look);

        // Then
        await().atMost(Desk.LIMIT).until(() -> !farEnds.partnersAtNotify(name).isEmpty());
        assertThat(deeds()).containsExactly("kamran partner.ending", "(timer) partner.ended");
        assertThat(Audit.differences(decision())).isEmpty();
    }

    @Test
    void what_anybody_at_the_desk_keeps_stays() throws Throwable {
        // Given
        PinnedClock.at("2026-11-24T10:02:30Z", () -> end(kamran));

        // When
        HttpResponse<String> kept = Browser.of("rauf").post("/api/managed-partners/" + name + "/end/drop", "");

        // Then
        assertThat(kept.statusCode()).isEqualTo(204);
        PinnedClock.at("2026-11-24T12:00:00Z", this::look);
        assertThat(LocalPostgres.column("select 1 from partner_decision where name = '" + name + "'"))
                .isEmpty();
        assertThat(LocalPostgres.column("select who || ' ' || deed from journal order by position desc limit 2"))
                .containsExactly("rauf partner.kept", "kamran partner.ending");
        assertThat(LocalPostgres.column("select count(distinct which) from (select which from journal"
                        + " order by position desc limit 2) last"))
                .containsExactly("1");
    }

    @Test
    void nobody_asks_with_a_session_alone() {
        // When
        HttpResponse<String> stolen = end(Browser.of("kamran"));

        // Then
        assertThat(stolen.statusCode()).isEqualTo(403);
        assertThat(wanted(aysel)).isEmpty();
    }

    private HttpResponse<String> end(Browser member) {
        return member.post("/api/managed-partners/" + name + "/end", "");
    }

    private void look() throws Throwable {
        VertxContextSupport.subscribeAndAwait(ending::endWhatIsDue);
    }

    private List<JsonNode> wanted(Browser member) {
        return Json.of(member.get("/api/alarms")).findValues("partnersEnding").stream()
                .flatMap(all -> all.findParents("partner").stream())
                .toList();
    }

    private String decision() {
        return LocalPostgres.column("select id from partner_decision where name = '" + name + "'")
                .get(0);
    }

    private List<String> deeds() {
        return LocalPostgres.column(
                "select who || ' ' || deed from journal where which = '" + decision() + "' order by position");
    }
}
