package org.penah.notify;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.ChannelFault;
import org.penah.notify.event.Consents;
import org.penah.notify.event.DrillOrdered;
import org.penah.notify.event.PartnerAlertState;
import org.penah.notify.event.PartnerChanged;
import org.penah.notify.event.PartnerChanged.Admission;
import org.penah.notify.event.PartnerDecided;
import org.penah.notify.event.Threat;
import org.penah.notify.partner.Imports;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.sealing.webhook.WebhookHeaders;

/** The desk introduces a partner, changes it and ends it; the partner's own signature decides where its alerts go. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class IntroductionTest {

    private static final Threat THREAT = new Threat(Threat.Who.ME, Threat.When.HOURS, null);
    private static final Instant DUE = Instant.parse("2026-11-24T10:15:00Z");
    private static final PartnerDecided.Profile FIRST_TIER =
            new PartnerDecided.Profile(1, List.of("en"), List.of(), null);

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    Imports imports;

    @Inject
    MeterRegistry meters;

    @TempDir
    Path folder;

    private final String name = "new-" + UUID.randomUUID().toString().substring(0, 8);
    private final UUID alertId = UUID.randomUUID();
    private PartnerServer server;
    private PartnerServer others;
    private Home home;

    @BeforeEach
    void start() throws IOException {
        database.forgetAlerts();
        clock.reset();
        server = new PartnerServer();
        others = new PartnerServer();
        database.execute("update partner set url = ?", others.url());
        home = new Home(folder.resolve("partner"));
        home.initialise(name, URI.create(server.url()), false, Profile.EDGE);
    }

    @AfterEach
    void stop() {
        database.forgetAlerts();
        database.execute("delete from partner where name = ?", name);
        server.close();
        others.close();
    }

    @Test
    void a_newcomer_hears_of_nothing_real_until_a_human_there_has_answered_a_drill() throws IOException {
        // Given
        introduce(1);
        awaitAdmission(Admission.UNTRIED);
        broker.confirm(alertId);
        await().until(() -> others.received().size() >= 2);

        // When
        UUID drill = UUID.randomUUID();
        broker.send("/triage", DrillOrdered.TYPE, new DrillOrdered(drill, name));
        await().until(() -> server.received().size() == 1);
        Alert exercise = received(0);
        assertThat(told(alertId)).isFalse();
        assertThat(answer(exercise)).isEqualTo(204);

        // Then
        awaitAdmission(Admission.READY);
        await().until(() -> told(alertId));
        assertThat(exercise.status()).isEqualTo("Exercise");
        await().until(() -> server.received().size() >= 2);
        assertThat(received(server.received().size() - 1).status()).isEqualTo("Actual");
    }

    @Test
    void what_only_the_desk_may_say_the_edge_says_in_vain() throws IOException {
        // Given
        PartnerDecided comes = new PartnerDecided(name, 1, false, statement(home), FIRST_TIER);
        PartnerDecided ends = new PartnerDecided("night-desk", 1_000, true, null, null);

        // When, as itself and in the desk's name
        for (String source : List.of("/intake", "/triage")) {
            broker.send("intake", source, PartnerDecided.TYPE, comes);
            broker.send("intake", source, PartnerDecided.TYPE, ends);
            broker.send("intake", source, DrillOrdered.TYPE, new DrillOrdered(UUID.randomUUID(), "night-desk"));
        }

        // Then, after what it may say
        broker.send(
                "/intake",
                AlertAsserted.TYPE,
                new AlertAsserted(alertId, THREAT, new Consents(false), List.of("en"), DUE, null, null, null));
        await().until(() -> database.number("select count(*) from alert where id = ?", alertId) == 1);
        assertThat(database.number("select count(*) from partner where name = ?", name))
                .isZero();
        assertThat(database.number("select count(*) from partner where name = 'night-desk' and version = 1000"))
                .isZero();
        assertThat(database.number("select count(*) from alert where id <> ?", alertId))
                .isZero();
    }

    @Test
    void what_it_needs_of_us_comes_sealed_to_it() throws IOException {
        // When
        introduce(1);

        // Then
        byte[] sealed = Base64.getDecoder().decode(managed().credentials());
        home.welcome(sealed, false);
        assertThat(home.credentials().name()).isEqualTo(name);
        broker.send("/triage", DrillOrdered.TYPE, new DrillOrdered(UUID.randomUUID(), name));
        await().until(() -> server.received().size() == 1);
        PartnerServer.Received request = server.received().get(0);
        WebhookHeaders headers = new WebhookHeaders(
                request.headers().getFirst(WebhookHeaders.ID),
                request.headers().getFirst(WebhookHeaders.TIMESTAMP),
                request.headers().getFirst(WebhookHeaders.SIGNATURE));
        assertThat(home.credentials().verifier())
                .satisfies(verifier -> verifier.verify(headers, request.body(), clock.instant()));
    }

    @Test
    void one_that_a_person_has_ended_hears_nothing_and_what_it_had_goes_to_others() throws IOException {
        // Given
        introduceReady();
        broker.confirm(alertId);
        await().until(() -> told(alertId) && state(alertId) == PartnerAlertState.DELIVERED);
        Alert alert = received(server.received().size() - 1);
        assertThat(answer(alert)).isEqualTo(204);
        await().until(() -> state(alertId) == PartnerAlertState.ACKNOWLEDGED);

        // When
        database.execute("update partner set fault = 'REFUSES' where name = ?", name);
        decide(9, true, null, FIRST_TIER);

        // Then
        awaitAdmission(Admission.DISABLED);
        assertThat(broker.partner(name).orElseThrow().faults()).isEmpty();
        await().until(() -> state(alertId) == PartnerAlertState.RELEASED);
        assertThat(answer(alert)).isEqualTo(401);
        await().until(() -> database.number("select count(*) from delivery_lease") == 0);
        int before = server.received().size();
        broker.decide(alertId, AlertDecided.Decision.CANCELLED);
        await().until(() -> broker.latest(alertId).state() == AlertState.CANCELLED);
        UUID next = UUID.randomUUID();
        broker.confirm(next);
        await().until(() -> broker.desk(next).stream()
                .anyMatch(changed -> changed.partners().size() >= 2));
        assertThat(told(next)).isFalse();
        assertThat(server.received()).hasSize(before);
    }

    @Test
    void a_partner_that_comes_back_may_have_other_keys_and_is_a_newcomer_again() throws IOException {
        // Given
        introduceReady();
        String first = managed().credentials();
        decide(2, true, null, FIRST_TIER);
        awaitAdmission(Admission.DISABLED);

        // When
        Home again = new Home(folder.resolve("again"));
        again.initialise(name, URI.create(server.url()), false, Profile.EDGE);
        decide(3, false, statement(again), FIRST_TIER);

        // Then
        awaitAdmission(Admission.UNTRIED);
        assertThat(managed().acknowledgementKey()).isEqualTo(again.profile().acknowledgementKey());
        assertThat(managed().credentials()).isNotEqualTo(first);
        again.welcome(Base64.getDecoder().decode(managed().credentials()), false);
    }

    @Test
    void the_desk_alone_turns_no_partners_alerts_elsewhere() throws IOException {
        // Given
        introduceReady();
        Home thief = new Home(folder.resolve("thief"));
        thief.initialise(name, URI.create(others.url()), true, Profile.EDGE);

        // When
        decide(2, false, statement(thief), FIRST_TIER);
        decide(3, false, statement(home).replace(server.url(), others.url()), FIRST_TIER);
        decide(4, false, null, new PartnerDecided.Profile(7, List.of("tr"), List.of("145"), null));

        // Then
        await().until(() -> managed().version() == 4);
        assertThat(managed().url()).isEqualTo(server.url());
        assertThat(managed().regions()).containsExactly("145");
        assertThat(broker.partner(name).orElseThrow().tier()).isEqualTo(7);
    }

    @Test
    void what_a_partner_said_before_is_not_taken_again() throws IOException {
        // Given
        introduce(1);
        String before = statement(home);
        clock.advance(Duration.ofSeconds(1));
        home.change(URI.create(others.url()), null);
        decide(2, false, statement(home), FIRST_TIER);

        // When
        decide(3, false, before, FIRST_TIER);
        decide(4, false, null, FIRST_TIER);

        // Then
        await().until(() -> managed().version() == 4);
        assertThat(managed().url()).isEqualTo(others.url());
    }

    @Test
    void an_older_decision_that_comes_late_changes_nothing() throws IOException {
        // Given
        introduceReady();
        decide(5, false, null, FIRST_TIER);

        // When
        decide(4, true, null, new PartnerDecided.Profile(9, List.of("ru"), List.of(), null));
        decide(6, false, null, new PartnerDecided.Profile(2, List.of("ru"), List.of(), null));

        // Then
        await().until(() -> managed().version() == 6);
        assertThat(managed().admission()).isEqualTo(Admission.READY);
        assertThat(broker.partner(name).orElseThrow().tier()).isEqualTo(2);
    }

    @Test
    void a_decision_far_ahead_of_the_others_ends_nobody() throws IOException {
        // Given
        introduceReady();

        // When
        decide(1_000_000_000, true, null, FIRST_TIER);
        decide(102, true, null, FIRST_TIER);
        decide(2, false, null, new PartnerDecided.Profile(3, List.of("en"), List.of(), null));

        // Then
        await().until(() -> managed().version() == 2);
        assertThat(managed().admission()).isEqualTo(Admission.READY);
        assertThat(broker.partner(name).orElseThrow().tier()).isEqualTo(3);
    }

    @Test
    void an_address_from_the_desk_is_vetted_like_any_other() throws IOException {
        // Given
        home.change(URI.create("https://10.0.0.1/alerts"), null);

        // When
        introduce(1);
        awaitAdmission(Admission.UNTRIED);
        broker.send("/triage", DrillOrdered.TYPE, new DrillOrdered(UUID.randomUUID(), name));

        // Then
        await().until(() -> broker.partner(name).orElseThrow().faults().contains(ChannelFault.FORBIDDEN));
        assertThat(managed().admission()).isEqualTo(Admission.UNTRIED);
    }

    @Test
    void the_thousand_and_first_is_no_partner_until_there_is_room() throws IOException {
        // Given
        long there = database.number("select count(*) from partner where not canary");
        crowd(1000 - there);

        // When
        introduce(1);
        decide(1, false, null, FIRST_TIER, "safe-house");

        // Then
        try {
            await().until(() -> database.number("select version from partner where name = 'safe-house'") == 1);
            assertThat(database.number("select count(*) from partner where name = ?", name))
                    .isZero();
        } finally {
            database.execute("delete from partner where name like 'crowd-%'");
            database.execute("update partner set version = 0 where name = 'safe-house'");
        }
        introduce(1);
        awaitAdmission(Admission.UNTRIED);
    }

    @Test
    void an_import_file_brings_in_no_more_than_a_thousand_and_the_service_starts_with_them() throws Throwable {
        // Given
        long there = database.number("select count(*) from partner where not canary");
        crowd(1000 - there);
        String own = Files.readString(folder.resolve("partner").resolve("profile.json"));
        String late = own.replace(name, "crowd-late");
        Path file = Files.writeString(folder.resolve("import.json"), "[" + late + "," + own + "]");

        // When
        try {
            imports.take(file);

            // Then
            assertThat(database.number("select count(*) from partner where name in (?, 'crowd-late')", name))
                    .isZero();
            assertThat(refused()).isEqualTo(2);

            // When there is room for one
            database.execute("delete from partner where name = 'crowd-1'");
            imports.take(file);

            // Then
            assertThat(database.number("select count(*) from partner where name = 'crowd-late'"))
                    .isOne();
            assertThat(refused()).isOne();
        } finally {
            database.execute("delete from partner where name like 'crowd-%'");
        }
        imports.take(Files.writeString(file, "[" + own + "]"));
        assertThat(database.number("select count(*) from partner where name = ?", name))
                .isOne();
        assertThat(refused()).isZero();
    }

    @Test
    void a_newcomer_is_counted_after_those_that_another_instance_lets_in() throws Exception {
        try (Connection other = DriverManager.getConnection(database.url());
                Statement statement = other.createStatement()) {
            // Given
            other.setAutoCommit(false);
            statement.execute("select pg_advisory_xact_lock(1)");

            // When
            introduce(1);

            // Then
            await().until(() ->
                    database.number("select count(*) from pg_stat_activity where wait_event = 'advisory'") == 1);
            assertThat(database.number("select count(*) from partner where name = ?", name))
                    .isZero();
            other.commit();
        }
        awaitAdmission(Admission.UNTRIED);
    }

    private double refused() {
        return meters.get("penah.partners.refused").gauge().value();
    }

    private void crowd(long more) {
        database.execute("""
                insert into partner (id, name, url, recipient, acknowledgement_key, accepts_source_asserted,
                    sealed_signing_seed, sealed_shared_secret, channel, tier, admission)
                select gen_random_uuid(), 'crowd-' || i, url, recipient, acknowledgement_key, false,
                    sealed_signing_seed, sealed_shared_secret, 'EDGE', 1, 'DISABLED'
                from partner, generate_series(1, ?) i where name = 'safe-house'""", more);
    }

    private void introduce(int version) throws IOException {
        decide(version, false, statement(home), FIRST_TIER);
    }

    private void introduceReady() throws IOException {
        introduce(1);
        awaitAdmission(Admission.UNTRIED);
        broker.send("/triage", DrillOrdered.TYPE, new DrillOrdered(UUID.randomUUID(), name));
        await().until(() -> server.received().size() == 1);
        assertThat(answer(received(0))).isEqualTo(204);
        awaitAdmission(Admission.READY);
    }

    private String statement(Home of) throws IOException {
        return of.join("join-" + "0123456789abcdef".repeat(2), clock.instant());
    }

    private void decide(int version, boolean disabled, @Nullable String statement, PartnerDecided.Profile profile) {
        decide(version, disabled, statement, profile, name);
    }

    private void decide(
            int version, boolean disabled, @Nullable String statement, PartnerDecided.Profile profile, String partner) {
        broker.send("/triage", PartnerDecided.TYPE, new PartnerDecided(partner, version, disabled, statement, profile));
    }

    private Alert received(int number) throws IOException {
        return Delivery.open(server.received().get(number).body(), home.identity())
                .alerts()
                .get(0);
    }

    /** The status of what Penah says to an acknowledgement. */
    private int answer(Alert alert) throws IOException {
        byte[] answer = "{\"id\":\"%s\",\"seq\":%d,\"action\":\"acknowledge\"}"
                .formatted(alert.id(), alert.seq())
                .getBytes(UTF_8);
        WebhookHeaders headers = home.sign(UUID.randomUUID().toString(), clock.instant(), answer);
        return given().contentType("application/json")
                .header(WebhookHeaders.ID, headers.id())
                .header(WebhookHeaders.TIMESTAMP, headers.timestamp())
                .header(WebhookHeaders.SIGNATURE, headers.signature())
                .body(answer)
                .post("/partner/acknowledgements")
                .statusCode();
    }

    private void awaitAdmission(Admission admission) {
        await().until(() -> broker.partner(name)
                .map(PartnerChanged::managed)
                .filter(managed -> managed.admission() == admission)
                .isPresent());
    }

    private PartnerChanged.Managed managed() {
        await().until(() -> broker.partner(name).isPresent());
        return broker.partner(name).orElseThrow().managed();
    }

    private boolean told(UUID alert) {
        return database.number(
                        "select count(*) from partner_alert n join partner p on p.id = n.partner_id where p.name = ? and n.alert_id = ?",
                        name,
                        alert)
                == 1;
    }

    private @Nullable PartnerAlertState state(UUID alert) {
        return broker.desk(alert).stream()
                .reduce((before, after) -> after.revision() > before.revision() ? after : before)
                .flatMap(changed -> changed.partners().stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst())
                .map(one -> one.state())
                .orElse(null);
    }
}
