package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.notify.event.AlertAsserted;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.AlertState;
import org.penah.notify.event.AlertWithdrawn;
import org.penah.notify.event.CanaryChanged;
import org.penah.notify.event.Consents;
import org.penah.notify.event.Threat;
import org.penah.notify.partner.KeyWrap;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.SigningKey;

/** A synthetic alert goes to a canary partner, partner-kit's own receiver, every five minutes. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class CanaryTest {

    private static final Duration ROUND = Duration.ofMinutes(5);
    private static final Threat THREAT = new Threat(Threat.Who.ME, Threat.When.HOURS, null);
    private static final Instant DUE = Instant.parse("2026-11-24T10:20:00Z");

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    KeyWrap keyWrap;

    @Inject
    MeterRegistry meters;

    @TempDir
    Path folder;

    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private PartnerServer safeHouse;
    private PartnerServer nightDesk;
    private Receiver receiver;
    private Inbox inbox;
    private boolean acknowledges;

    @BeforeEach
    void start() throws Exception {
        database.forgetAlerts();
        clock.reset();
        database.execute("update canary set missed = 0, next = '2000-01-01Z'");
        safeHouse = new PartnerServer();
        nightDesk = new PartnerServer();
        database.execute("update partner set url = ? where name = 'safe-house'", safeHouse.url());
        database.execute("update partner set url = ? where name = 'night-desk'", nightDesk.url());
    }

    @AfterEach
    void stop() {
        database.execute("update partner set canary = false where name = 'null'");
        database.forgetAlerts();
        database.execute("delete from partner where name = 'null'");
        receiver.close();
        safeHouse.close();
        nightDesk.close();
    }

    @ParameterizedTest
    @CsvSource({"edge,EDGE", "slots,SLOTS"})
    void two_misses_raise_the_alarm_and_one_that_is_taken_ends_it(String channel, String column) throws Exception {
        // Given a canary partner that takes the first
        Home home = nullPartner(channel, column);
        await().until(this::isTaken);
        assertThat(arrived).containsExactly("Test");
        int before = broker.canary().size();

        // When it takes the next one too, and then two not
        nextRound();
        await().until(this::isTaken);
        int port = receiver.port();
        receiver.close();
        nextRound();
        nextRound();
        await().until(() -> heard(before, changed -> changed.missed() == 1 && !changed.alarm()));
        nextRound();

        // Then
        await().until(() -> heard(before, changed -> changed.missed() == 2 && changed.alarm()));
        assertThat(broker.canary().subList(before, broker.canary().size()))
                .extracting(CanaryChanged::missed)
                .containsSubsequence(0, 1, 2);

        // When
        receiver = receiver(home, port);
        nextRound();
        await().until(this::isTaken);
        nextRound();

        // Then
        await().until(() -> heard(before, changed -> changed.missed() == 0 && !changed.alarm()));
        List<CanaryChanged> told =
                broker.canary().subList(before, broker.canary().size());
        assertThat(told).extracting(CanaryChanged::revision).isSorted().doesNotHaveDuplicates();
        assertThat(database.number("select count(*) from alert where canary")).isEqualTo(1);
        assertThat(database.number("select count(*) from partner_alert")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"edge,EDGE", "slots,SLOTS"})
    void a_null_partner_hears_of_no_danger_and_nobody_else_of_the_canary(String channel, String column)
            throws Exception {
        // Given
        nullPartner(channel, column);
        await().until(this::isTaken);
        assertThat(safeHouse.received()).isEmpty();
        UUID alertId = UUID.randomUUID();

        // When
        broker.send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(
                        alertId,
                        AlertDecided.Decision.CONFIRMED,
                        new Threat(Threat.Who.ME, Threat.When.HOURS, null),
                        new Consents(false),
                        List.of("en"),
                        Instant.parse("2026-11-24T10:20:00Z"),
                        null,
                        null,
                        null,
                        null));

        // Then
        await().until(() -> safeHouse.received().size() == 1);
        assertThat(
                        database.number(
                                "select count(*) from partner_alert n join partner p on p.id = n.partner_id where p.name = 'null'"))
                .isEqualTo(1);
        assertThat(arrived).containsExactly("Test");
        await().until(() -> !broker.desk(alertId).isEmpty());
        assertThat(broker.desk()).isNotEmpty().noneMatch(changed -> isCanary(changed.alertId()));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_canary_tip_reaches_the_canary_partner_alone_and_its_source_once_the_desk_has_spoken(boolean deskFirst)
            throws Exception {
        // Given
        database.execute("update canary set next = '2100-01-01Z', tip_heard = null");
        acknowledges = true;
        nullPartner("slots", "SLOTS");
        UUID alertId = UUID.randomUUID();
        await().until(() -> gauge("penah.canary.tip.absent") == 1);

        // When
        List<Runnable> words = new ArrayList<>(List.of(
                () -> broker.send("/intake", AlertAsserted.TYPE, asserted(alertId)),
                () -> broker.send("/triage", AlertDecided.TYPE, confirmed(alertId))));
        if (deskFirst) {
            Collections.reverse(words);
        }
        words.get(0).run();
        await().until(() -> database.number(
                        "select count(*) from partner_alert where alert_id = ? and state = 'ACKNOWLEDGED'", alertId)
                == 1);
        if (!deskFirst) {
            assertThat(broker.mailbox(alertId)).isEmpty();
        }
        words.get(1).run();

        // Then
        await().until(() ->
                broker.mailbox(alertId).stream().anyMatch(answered -> answered.state() == AlertState.ACKNOWLEDGED));
        assertThat(database.number("select count(*) from canary where tip_heard is not null"))
                .isZero();

        // When
        broker.send(
                "/intake",
                AlertWithdrawn.TYPE,
                new AlertWithdrawn(alertId, new AlertWithdrawn.Left(true, false), null));

        // Then
        await().until(() -> database.number("select count(*) from canary where tip_heard is not null") == 1);
        await().until(() -> gauge("penah.canary.tip.absent") == 0 && gauge("penah.canary.tip.seconds") < 600);
        assertThat(arrived).containsExactly("Test");
        assertThat(safeHouse.received()).isEmpty();
        assertThat(nightDesk.received()).isEmpty();
        assertThat(broker.desk(alertId)).isEmpty();

        // When
        clock.advance(Duration.ofHours(26));

        // Then
        await().until(() ->
                gauge("penah.canary.tip.seconds") > Duration.ofHours(25).toSeconds());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_canary_tip_that_its_source_erases_without_a_word_did_not_go_the_whole_way(boolean answered)
            throws Exception {
        // Given
        database.execute("update canary set next = '2100-01-01Z', tip_heard = null");
        acknowledges = answered;
        nullPartner("slots", "SLOTS");
        UUID alertId = UUID.randomUUID();
        broker.send("/intake", AlertAsserted.TYPE, asserted(alertId));
        broker.send("/triage", AlertDecided.TYPE, confirmed(alertId));
        await().until(() -> answered ? !broker.mailbox(alertId).isEmpty() : isTaken());

        // When
        broker.send(
                "/intake",
                AlertWithdrawn.TYPE,
                new AlertWithdrawn(alertId, new AlertWithdrawn.Left(false, false), null));

        // Then
        await().until(() ->
                database.number("select count(*) from alert where id = ? and state = 'CANCELLED'", alertId) == 1);
        assertThat(database.number("select count(*) from canary where tip_heard is not null"))
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void an_alert_that_one_word_calls_real_is_real(boolean edgeLies) throws Exception {
        // Given
        database.execute("update canary set next = '2100-01-01Z', tip_heard = null");
        acknowledges = true;
        nullPartner("slots", "SLOTS");
        UUID alertId = UUID.randomUUID();

        // When
        if (edgeLies) {
            broker.send("/intake", AlertAsserted.TYPE, asserted(alertId));
        } else {
            broker.send("/triage", AlertDecided.TYPE, confirmed(alertId));
        }
        await().until(() -> database.number(
                        "select count(*) from partner_alert where alert_id = ? and state = 'ACKNOWLEDGED'", alertId)
                == 1);
        assertThat(safeHouse.received()).isEmpty();
        if (edgeLies) {
            broker.confirm(alertId);
        } else {
            broker.send(
                    "/intake",
                    AlertAsserted.TYPE,
                    new AlertAsserted(alertId, THREAT, new Consents(false), List.of("en"), DUE, null, null, null));
        }

        // Then
        await().until(() -> safeHouse.received().size() == 1);
        await().until(() -> !broker.desk(alertId).isEmpty());
        assertThat(database.number("select count(*) from alert where id = ? and not exercise", alertId))
                .isEqualTo(1);
    }

    private static AlertAsserted asserted(UUID alertId) {
        return new AlertAsserted(alertId, THREAT, new Consents(true), List.of("en"), DUE, null, null, true);
    }

    private static AlertDecided confirmed(UUID alertId) {
        return new AlertDecided(
                alertId,
                AlertDecided.Decision.CONFIRMED,
                THREAT,
                new Consents(true),
                List.of("en"),
                DUE,
                null,
                true,
                null,
                null);
    }

    private double gauge(String name) {
        return meters.get(name).gauge().value();
    }

    private Home nullPartner(String channel, String column) throws Exception {
        UUID id = UUID.randomUUID();
        SigningKey key = SigningKey.generate();
        SharedSecret secret = SharedSecret.generate();
        Home home = new Home(folder);
        Profile profile = home.initialise("null", URI.create("https://null.invalid/"), true, channel);
        Files.writeString(
                folder.resolve("penah.json"),
                """
                {"name":"null","acknowledgements":"https://penah.invalid/","signingKey":"%s","sharedSecret":"%s"}""".formatted(key.publicKey(), secret.exportSecret()),
                StandardCharsets.US_ASCII);
        receiver = receiver(home, 0);
        database.execute(
                """
                insert into partner (id, name, url, recipient, acknowledgement_key, accepts_source_asserted,
                    sealed_signing_seed, sealed_shared_secret, channel, canary)
                values (?, 'null', ?, ?, ?, true, ?, ?, ?, true)""",
                id,
                "http://127.0.0.1:" + receiver.port() + "/",
                profile.recipient(),
                profile.acknowledgementKey(),
                keyWrap.seal(id, "signing-seed", key.exportSeed()),
                keyWrap.seal(id, "shared-secret", secret.exportBytes()),
                column);
        return home;
    }

    private Receiver receiver(Home home, int port) throws Exception {
        inbox = new Inbox(home.inbox());
        return Receivers.start(home, inbox, port, this::arrive, clock);
    }

    private void arrive(Alert alert) {
        arrived.add(alert.status());
        if (acknowledges) {
            try {
                inbox.answers().give(alert, Action.ACKNOWLEDGE);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Goes on to the next round, and waits until it has begun. */
    private void nextRound() {
        clock.advance(ROUND);
        await().until(() -> database.number(
                        "select count(*) from canary where next > ?::timestamptz",
                        clock.instant().toString())
                == 1);
    }

    private boolean isTaken() {
        return database.number(
                        "select count(*) from partner_alert n join alert a on a.id = n.alert_id where a.canary and n.delivered_seq = n.seq")
                == 1;
    }

    private boolean isCanary(UUID alertId) {
        return database.number("select count(*) from canary where alert_id = ?", alertId) == 1;
    }

    private boolean heard(int before, Predicate<CanaryChanged> what) {
        List<CanaryChanged> all = broker.canary();
        return all.size() > before && what.test(all.get(all.size() - 1));
    }
}
