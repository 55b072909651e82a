package org.penah.notify;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertWithdrawn;
import org.penah.notify.event.Consents;
import org.penah.notify.event.DetailsApproved;
import org.penah.notify.event.DetailsChanged.State;
import org.penah.notify.event.PartnerDecided;
import org.penah.notify.event.Threat;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.Recipient;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.testbed.program.Command;

/** Details reach the one partner that staff sealed them to, once, and nobody when the source no longer allows it. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class HandOverTest {

    private static final String TEXT = "Ask for Leyla at the station.";
    private static final String PATH = "/partner/details";

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @ConfigProperty(name = "test.partners")
    Path partners;

    @TempDir
    Path folder;

    private final UUID alertId = UUID.randomUUID();
    private final UUID detailsId = UUID.randomUUID();
    private PartnerServer safeHouse;
    private PartnerServer nightDesk;

    @BeforeEach
    void an_alert_has_reached_two_partners() throws Exception {
        database.forgetAlerts("details");
        clock.reset();
        // penah-partner signs with the machine's own time.
        clock.advance(Duration.between(clock.instant(), Instant.now()));
        safeHouse = new PartnerServer();
        nightDesk = new PartnerServer();
        database.execute("update partner set url = ? where name = 'safe-house'", safeHouse.url());
        database.execute("update partner set url = ? where name = 'night-desk'", nightDesk.url());
        decide(AlertDecided.Decision.CONFIRMED, true);
        await().until(() -> database.number("select count(*) from partner_alert where state = 'DELIVERED'") == 2);
    }

    @AfterEach
    void stop() {
        database.execute("update partner set admission = 'READY', version = 0 where name = 'safe-house'");
        safeHouse.close();
        nightDesk.close();
    }

    @Test
    void partner_kits_command_fetches_what_staff_sealed_to_it() throws Exception {
        // Given
        approve(detailsId, "safe-house");
        await().until(() -> broker.details(detailsId).equals(List.of(State.READY)));
        Alert alert = alertThatNames(detailsId);
        assertThat(alert.msgType()).isEqualTo("Update");
        Path dir = partners.resolve("safe-house");
        new Inbox(new Home(dir).inbox())
                .keep(alert, safeHouse.received().get(latest(safeHouse)).body());
        String credentials = Files.readString(partners.resolve("safe-house.json"));
        assertThat(credentials).contains("/partner/details\"");
        Path penah = Files.writeString(
                folder.resolve("penah.json"),
                credentials.replaceAll("127.0.0.1:[0-9]+", "127.0.0.1:" + RestAssured.port));

        // When
        String first = command(
                "details",
                "--dir",
                dir.toString(),
                "--penah",
                penah.toString(),
                alert.id().toString());
        String again = command(
                "details",
                "--dir",
                dir.toString(),
                "--penah",
                penah.toString(),
                alert.id().toString());

        // Then
        assertThat(first).isEqualToIgnoringNewLines(TEXT);
        assertThat(again).isEqualTo(first);
        await().until(() -> broker.details(detailsId).equals(List.of(State.READY, State.READ)));
        assertThat(post("safe-house", alert.id(), detailsId).statusCode()).isEqualTo(410);
    }

    @Test
    void what_cannot_be_looked_up_is_refused_as_any_other() throws Exception {
        // Given
        approve(detailsId, "safe-house");
        UUID id = alertThatNames(detailsId).id();
        Response refused = post("safe-house", id, UUID.randomUUID());

        // When
        database.execute("revoke select on details from notify");
        Response broken;
        try {
            broken = post("safe-house", id, detailsId);
        } finally {
            database.execute("grant select on details to notify");
        }

        // Then, as long with its status line as any other
        assertThat(broken.statusCode()).isEqualTo(503);
        assertThat("Service Unavailable".length() + broken.asByteArray().length)
                .isEqualTo("Gone".length() + refused.asByteArray().length);
        assertThat(broken.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void nobody_speaks_http_2_whose_streams_would_hold_answers() throws Exception {
        // Given
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + PATH))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();

        // When
        HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());

        // Then
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @Test
    void an_answer_that_was_lost_is_repeated_for_five_minutes_and_then_the_key_is_gone() throws Exception {
        // Given
        approve(detailsId, "safe-house");
        UUID id = alertThatNames(detailsId).id();
        String message = UUID.randomUUID().toString();

        // When
        Response first = post("safe-house", message, id, detailsId);
        clock.advance(Duration.ofSeconds(299));
        Response repeated = post("safe-house", message, id, detailsId);
        Response another = post("safe-house", id, detailsId);

        // Then
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(open(first.asByteArray())).isEqualTo(TEXT);
        assertThat(repeated.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(another.statusCode()).isEqualTo(410);
        clock.advance(Duration.ofSeconds(1));
        assertThat(post("safe-house", message, id, detailsId).statusCode()).isEqualTo(410);
        await().until(() -> kept() == 0);
        assertThat(database.number("select count(*) from details where state = 'READ' and repeat_until is null"))
                .isEqualTo(1);
        await().until(() -> broker.details(detailsId).equals(List.of(State.READY, State.READ)));
    }

    @Test
    void what_is_somebody_elses_or_fetched_looks_like_what_never_was() throws Exception {
        // Given
        approve(detailsId, "safe-house");
        UUID id = alertThatNames(detailsId).id();
        UUID others = Delivery.open(
                        nightDesk.received().get(0).body(), home("night-desk").identity())
                .alerts()
                .get(0)
                .id();

        // When
        Response absent = post("safe-house", id, UUID.randomUUID());
        Response foreign = post("night-desk", others, detailsId);
        Response asAnother = post("night-desk", id, detailsId);
        Response noAlert = post("night-desk", UUID.randomUUID(), detailsId);
        Response own = post("safe-house", id, detailsId);
        Response second = post("safe-house", id, detailsId);

        // Then
        assertThat(own.statusCode()).isEqualTo(200);
        assertThat(absent.statusCode()).isEqualTo(410);
        for (Response refused : List.of(foreign, second)) {
            assertThat(refused.statusCode()).isEqualTo(410);
            assertThat(refused.asString()).isEqualTo(absent.asString());
            assertThat(refused.headers().asList()).isEqualTo(absent.headers().asList());
        }
        assertThat(absent.contentType()).isEqualTo(own.contentType());
        assertThat(noAlert.statusCode()).isEqualTo(401);
        assertThat(asAnother.statusCode()).isEqualTo(401);
        assertThat(asAnother.asString()).isEqualTo(noAlert.asString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"details", "alert", "cancelled", "confirmed without", "expired"})
    void what_may_no_longer_be_had_is_destroyed(String how) throws Exception {
        // Given
        approve(detailsId, "safe-house");
        UUID id = alertThatNames(detailsId).id();
        String message = UUID.randomUUID().toString();

        // When
        switch (how) {
            case "details" -> withdraw(new AlertWithdrawn.Left(true, false));
            case "alert" -> withdraw(new AlertWithdrawn.Left(false, false));
            case "cancelled" -> decide(AlertDecided.Decision.CANCELLED, true);
            case "confirmed without" -> decide(AlertDecided.Decision.CONFIRMED, false);
            default -> clock.advance(Duration.ofDays(7));
        }

        // Then
        await().until(() -> broker.details(detailsId).equals(List.of(State.READY, State.DESTROYED)));
        assertThat(kept()).isZero();
        assertThat(database.number("select count(*) from partner_alert where hand_over is not null"))
                .isZero();
        assertThat(post("safe-house", message, id, detailsId).statusCode()).isEqualTo(410);
    }

    @Test
    void what_lies_there_for_a_partner_is_destroyed_when_it_is_ended_and_for_others_stays() throws Exception {
        // Given
        UUID others = UUID.randomUUID();
        approve(others, "night-desk");
        approve(detailsId, "safe-house");
        UUID id = alertThatNames(detailsId).id();

        // When
        broker.send("/triage", PartnerDecided.TYPE, new PartnerDecided("safe-house", 1, true, null, null));

        // Then
        await().until(() -> broker.details(detailsId).equals(List.of(State.READY, State.DESTROYED)));
        assertThat(broker.details(others)).containsExactly(State.READY);
        assertThat(kept()).isEqualTo(1);
        assertThat(database.number("select count(*) from partner_alert where hand_over is not null"))
                .isEqualTo(1);
        assertThat(post("safe-house", id, detailsId).statusCode()).isEqualTo(401);
    }

    @Test
    void what_was_just_fetched_is_not_repeated_once_it_is_taken_back() throws Exception {
        // Given
        approve(detailsId, "safe-house");
        UUID id = alertThatNames(detailsId).id();
        String message = UUID.randomUUID().toString();
        assertThat(post("safe-house", message, id, detailsId).statusCode()).isEqualTo(200);

        // When
        withdraw(new AlertWithdrawn.Left(true, false));

        // Then
        await().until(() -> kept() == 0);
        assertThat(post("safe-house", message, id, detailsId).statusCode()).isEqualTo(410);
        assertThat(broker.details(detailsId)).doesNotContain(State.DESTROYED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no such partner", "no such alert", "told of nothing", "no consent", "over"})
    void what_may_not_be_handed_over_is_refused(String why) throws Exception {
        // Given
        UUID alert = why.equals("no such alert") ? UUID.randomUUID() : alertId;
        String partner = why.equals("no such partner") ? "nobody" : "night-desk";
        if (why.equals("told of nothing")) {
            alert = UUID.randomUUID();
            broker.send("/intake", AlertAsserted.TYPE, asserted(alert));
        } else if (why.equals("no consent")) {
            withdraw(new AlertWithdrawn.Left(true, false));
            // It comes by another queue than what follows.
            await().until(() -> database.number("select count(*) from consent where alert_id = ?", alertId) == 1);
        } else if (why.equals("over")) {
            decide(AlertDecided.Decision.CANCELLED, true);
        }

        // When
        broker.send(
                "/triage", DetailsApproved.TYPE, new DetailsApproved(detailsId, alert, partner, sealed("night-desk")));

        // Then
        await().until(() -> broker.details(detailsId).equals(List.of(State.REFUSED)));
        assertThat(database.number("select count(*) from details")).isZero();
    }

    @Test
    void what_is_added_waits_behind_what_lies_unread() throws Exception {
        // Given
        UUID added = UUID.randomUUID();
        approve(detailsId, "safe-house");
        approve(detailsId, "safe-house");
        approve(added, "safe-house");
        await().until(() -> broker.details(added).equals(List.of(State.READY)));
        UUID id = alertThatNames(detailsId).id();

        // When
        assertThat(post("safe-house", id, detailsId).statusCode()).isEqualTo(200);

        // Then
        assertThat(alertThatNames(added).id()).isEqualTo(id);
        assertThat(post("safe-house", id, added).statusCode()).isEqualTo(200);
        await().until(() -> broker.details(added).contains(State.READ));
        assertThat(broker.details(detailsId)).containsExactly(State.READY, State.READ);
    }

    @Test
    void details_that_an_older_desk_approved_are_taken() throws Exception {
        // When
        broker.send(
                "/triage",
                "org.penah.details.released.v1",
                new DetailsApproved(detailsId, alertId, "safe-house", sealed("safe-house")));

        // Then
        await().until(() -> broker.details(detailsId).equals(List.of(State.READY)));
    }

    @Test
    void no_more_than_eight_lie_unread() throws Exception {
        // Given
        for (int i = 0; i < 8; i++) {
            approve(UUID.randomUUID(), "safe-house");
        }

        // When
        approve(detailsId, "safe-house");

        // Then
        await().until(() -> broker.details(detailsId).equals(List.of(State.REFUSED)));
        assertThat(kept()).isEqualTo(8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "{}",
                "{\"id\":\"%1$s\"}",
                "{\"handOver\":\"%1$s\"}",
                "{\"id\":\"%1$s\",\"handOver\":1}",
                "{\"id\":\"%1$s\",\"handOver\":\"%1$s\",\"more\":\"canary\"}"
            })
    void anything_but_a_request_is_refused(String body) throws Exception {
        Response response = post("safe-house", UUID.randomUUID().toString(), body.formatted(UUID.randomUUID()));
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.asString()).doesNotContain("canary");
    }

    private void decide(AlertDecided.Decision decision, boolean details) {
        Instant dueBy = Instant.ofEpochSecond(clock.instant().getEpochSecond() / 300 * 300 + 1200);
        broker.send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(
                        alertId,
                        decision,
                        new Threat(Threat.Who.SOMEONE_ELSE, Threat.When.DAYS, null),
                        new Consents(details),
                        List.of("en"),
                        dueBy,
                        null,
                        null,
                        null,
                        null));
    }

    private AlertAsserted asserted(UUID alert) {
        Instant dueBy = Instant.ofEpochSecond(clock.instant().getEpochSecond() / 300 * 300 + 1200);
        return new AlertAsserted(
                alert,
                new Threat(Threat.Who.ME, Threat.When.HOURS, null),
                new Consents(true),
                List.of("en"),
                dueBy,
                null,
                null,
                null);
    }

    private void withdraw(AlertWithdrawn.Left left) {
        broker.send("/intake", AlertWithdrawn.TYPE, new AlertWithdrawn(alertId, left, null));
    }

    private void approve(UUID details, String partner) throws Exception {
        broker.send("/triage", DetailsApproved.TYPE, new DetailsApproved(details, alertId, partner, sealed(partner)));
    }

    private byte[] sealed(String partner) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String recipient = home(partner).profile().recipient();
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(Recipient.parse(recipient)), out);
        byte[] text = TEXT.getBytes(UTF_8);
        byte[] padded = Arrays.copyOf(text, 8192);
        Arrays.fill(padded, text.length, padded.length, (byte) ' ');
        encryptor.write(padded);
        encryptor.finish();
        return out.toByteArray();
    }

    private String open(byte[] sealed) throws Exception {
        try (var text = AgeDecryptor.open(
                new ByteArrayInputStream(sealed), List.of(home("safe-house").identity()))) {
            return new String(text.readAllBytes(), UTF_8).stripTrailing();
        }
    }

    /** The alert, once it has come to the safe house with these details named. */
    private Alert alertThatNames(UUID details) throws Exception {
        await().until(() -> details.equals(latestAlert().handOver()));
        return latestAlert();
    }

    private Alert latestAlert() throws Exception {
        return Delivery.open(
                        safeHouse.received().get(latest(safeHouse)).body(),
                        home("safe-house").identity())
                .alerts()
                .get(0);
    }

    private static int latest(PartnerServer server) {
        return server.received().size() - 1;
    }

    private long kept() {
        return database.number("select count(*) from details where sealed_text is not null or sealed_key is not null");
    }

    private Response post(String partner, UUID id, UUID handOver) throws Exception {
        return post(partner, UUID.randomUUID().toString(), id, handOver);
    }

    private Response post(String partner, String message, UUID id, UUID handOver) throws Exception {
        return post(partner, message, "{\"id\":\"%s\",\"handOver\":\"%s\"}".formatted(id, handOver));
    }

    private Response post(String partner, String message, String body) throws Exception {
        WebhookHeaders headers = home(partner).sign(message, clock.instant(), body.getBytes(UTF_8));
        return given().contentType("application/json")
                .header(WebhookHeaders.ID, headers.id())
                .header(WebhookHeaders.TIMESTAMP, headers.timestamp())
                .header(WebhookHeaders.SIGNATURE, headers.signature())
                .body(body.getBytes(UTF_8))
                .post(PATH);
    }

    private Home home(String partner) {
        return new Home(partners.resolve(partner), partners.resolve(partner + ".json"));
    }

    /** Runs penah-partner as its user does; answers what it printed. */
    private String command(String... arguments) throws Exception {
        List<String> line = new java.util.ArrayList<>(
                List.of("-cp", System.getProperty("java.class.path"), "org.penah.partner.PenahPartner"));
        line.addAll(List.of(arguments));
        // What the tests' own class path makes the JDK complain of is not the command's word.
        Path errors = folder.resolve("errors");
        Command.Ended ended = Command.ofJdk("java", line).errors(errors).run();
        assertThat(ended.exit()).as(Files.readString(errors)).isZero();
        return ended.text();
    }
}
