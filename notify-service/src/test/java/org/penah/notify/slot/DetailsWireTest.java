package org.penah.notify.slot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.notify.Broker;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.PartnerServer;
import org.penah.notify.PinnedClock;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.Consents;
import org.penah.notify.event.DetailsReleased;
import org.penah.notify.event.Threat;
import org.penah.partner.answer.Details;
import org.penah.partner.answer.DetailsFetcher;
import org.penah.partner.home.Home;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.Recipient;

/**
 * Somebody on a partner's line tries to find the requests that fetch details, among those that fetch none.
 *
 * <p>What stands out by chance in one round does not do so in the next: a measure fails if it stands out in each. {@code
 * -Dpenah.wire.details=300} takes more requests a round; the figures are in the log.
 */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class DetailsWireTest {

    private static final int REQUESTS = Integer.getInteger("penah.wire.details", 60);
    private static final int ROUNDS = 3;

    /** The service repeats, for each alert, no more than it keeps unread. */
    private static final int FOR_EACH_ALERT = 8;

    private static final Duration BEAT = Duration.ofMillis(400);
    private static final Duration HOLD = Duration.ofMillis(100);

    private static final Map<String, ToDoubleBiFunction<ExchangeTap.Exchange, ExchangeTap.Exchange>> MEASURES = Map.of(
            "gap", (before, now) -> now.asked() - before.asked(),
            "latency", (before, now) -> now.answered() - now.asked(),
            "pieces", (before, now) -> now.reads());

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

    private final Random random = new Random(2);
    private final Deque<Details.Ready> ready = new ArrayDeque<>();

    /** For each request, whether it asked for details that there are. */
    private final List<Boolean> asked = new CopyOnWriteArrayList<>();

    @Test
    void nothing_that_can_be_measured_tells_a_request_that_fetches_details_from_one_that_fetches_none()
            throws Exception {
        // Given
        database.forgetAlerts("details");
        clock.reset();
        try (PartnerServer safeHouse = new PartnerServer();
                ExchangeTap line = new ExchangeTap(RestAssured.port)) {
            database.execute("update partner set url = ? where name = 'safe-house'", safeHouse.url());
            while (ready.size() < ROUNDS * REQUESTS) {
                release();
            }
            await().until(() -> database.number("select count(*) from details where state = 'READY'") == ready.size());
            Home home = home(line.port());
            ByteArrayOutputStream screen = new ByteArrayOutputStream();

            // When
            Set<String> standsOut = MEASURES.keySet();
            try (DetailsFetcher fetcher =
                    new DetailsFetcher(home, this::toss, clock, new PrintStream(screen, true, UTF_8), BEAT, HOLD)) {
                assertThat(fetcher).isNotNull();
                for (int round = 0; round < ROUNDS && !standsOut.isEmpty(); round++) {
                    int from = round * REQUESTS;
                    await().atMost(BEAT.multipliedBy(3L * REQUESTS))
                            .until(() -> line.seen().size() > from + REQUESTS);
                    Set<String> now = standsOut(line.seen(), from + 1, from + REQUESTS + 1);
                    now.retainAll(standsOut);
                    standsOut = now;
                }
            }

            // Then
            assertThat(standsOut).isEmpty();
            assertThat(line.seen())
                    .extracting(ExchangeTap.Exchange::sentBytes)
                    .containsOnly(line.seen().get(0).sentBytes());
            assertThat(line.seen())
                    .extracting(ExchangeTap.Exchange::answerBytes)
                    .containsOnly(line.seen().get(0).answerBytes());
            assertThat(screen.toString(UTF_8)).isEmpty();
            long with = asked.stream().filter(some -> some).count();
            try (Stream<Path> files = Files.list(home.inbox())) {
                assertThat(files.filter(file -> file.toString().endsWith(".details")))
                        .as("fetched, but for the last, which may be on its way")
                        .hasSizeBetween((int) with - 1, (int) with);
            }
        } finally {
            database.execute("update partner set url = 'https://partner.invalid/' where name = 'safe-house'");
            database.execute("truncate alert, partner_alert, attempt, details");
        }
    }

    /** A coin decides for each moment whether there is something. */
    private List<Details.Ready> toss() {
        boolean some = random.nextBoolean();
        asked.add(some);
        return some ? List.of(ready.remove()) : List.of();
    }

    /** An alert of which the partner was told, with as many details as it may have unread. */
    private void release() throws Exception {
        UUID alert = UUID.randomUUID();
        broker.send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(
                        alert,
                        AlertDecided.Decision.CONFIRMED,
                        new Threat(Threat.Who.ME, Threat.When.DAYS, null),
                        new Consents(true),
                        List.of("en"),
                        Instant.parse("2026-11-24T10:20:00Z"),
                        null,
                        null,
                        null));
        await().until(() -> told(alert) != null);
        UUID told = told(alert);
        for (int i = 0; i < FOR_EACH_ALERT; i++) {
            UUID details = UUID.randomUUID();
            broker.send("/triage", DetailsReleased.TYPE, new DetailsReleased(details, alert, "safe-house", sealed()));
            ready.add(new Details.Ready(told, details));
        }
    }

    private UUID told(UUID alert) {
        return database.id(
                "select n.id from partner_alert n join partner p on p.id = n.partner_id"
                        + " where p.name = 'safe-house' and n.state = 'DELIVERED' and n.alert_id = ?",
                alert);
    }

    private Home home(int port) throws IOException {
        Path dir = folder.resolve("safe-house");
        Files.createDirectories(dir.resolve("inbox"));
        for (String file : List.of("identity.txt", "profile.json", "acknowledgement.key")) {
            Files.copy(partners.resolve("safe-house").resolve(file), dir.resolve(file));
        }
        String handOver = Files.readString(partners.resolve("safe-house.json"));
        Path penah = Files.writeString(
                folder.resolve("penah.json"), handOver.replaceAll("127.0.0.1:[0-9]+", "127.0.0.1:" + port));
        return new Home(dir, penah);
    }

    private byte[] sealed() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        String recipient = new Home(partners.resolve("safe-house")).profile().recipient();
        AgeEncryptor encryptor = AgeEncryptor.start(List.of(Recipient.parse(recipient)), out);
        encryptor.write(" ".repeat(8192).getBytes(UTF_8));
        encryptor.finish();
        return out.toByteArray();
    }

    private Set<String> standsOut(List<ExchangeTap.Exchange> seen, int from, int to) {
        List<Integer> with = new ArrayList<>();
        List<Integer> without = new ArrayList<>();
        for (int i = from; i < to; i++) {
            (asked.get(i) ? with : without).add(i);
        }
        assertThat(with).hasSizeGreaterThan(REQUESTS / 4);
        assertThat(without).hasSizeGreaterThan(REQUESTS / 4);
        return MEASURES.entrySet().stream()
                .filter(measure -> Samples.standsOut(
                        measure.getKey(),
                        values(seen, with, measure.getValue()),
                        values(seen, without, measure.getValue()),
                        MEASURES.size()))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static double[] values(
            List<ExchangeTap.Exchange> seen,
            List<Integer> which,
            ToDoubleBiFunction<ExchangeTap.Exchange, ExchangeTap.Exchange> measure) {
        return which.stream()
                .mapToDouble(i -> measure.applyAsDouble(seen.get(i - 1), seen.get(i)))
                .toArray();
    }
}
