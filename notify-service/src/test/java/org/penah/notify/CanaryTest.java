package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
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
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.CanaryChanged;
import org.penah.notify.event.Consents;
import org.penah.notify.event.Threat;
import org.penah.notify.partner.KeyWrap;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.SigningKey;

/** A synthetic alert goes to a canary partner, partner-kit's own receiver, every five minutes. */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class CanaryTest {

    private static final Duration ROUND = Duration.ofMinutes(5);

    @Inject
    Broker broker;

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @Inject
    KeyWrap keyWrap;

    @TempDir
    Path folder;

    private final Set<String> arrived = ConcurrentHashMap.newKeySet();
    private PartnerServer safeHouse;
    private PartnerServer nightDesk;
    private Receiver receiver;

    @BeforeEach
    void start() throws Exception {
        await().until(() -> database.number("select count(*) from delivery_lease") == 0);
        database.execute("truncate alert, partner_alert, attempt");
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
        await().until(() -> database.number("select count(*) from delivery_lease") == 0);
        database.execute("truncate alert, partner_alert, attempt");
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
        return new Receiver(
                home,
                new Inbox(home.inbox()),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                alert -> arrived.add(alert.status()),
                clock,
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
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
