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
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import org.penah.notify.event.DetailsApproved;
import org.penah.notify.event.Threat;
import org.penah.partner.answer.Details;
import org.penah.partner.answer.DetailsFetcher;
import org.penah.partner.home.Home;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.Recipient;

/**
 * Somebody on partners' lines tries to find the requests that fetch details, among those that fetch none.
 *
 * <p>What stands out by chance in one round does not do so in the next: a measure fails if it stands out in each. {@code
 * -Dpenah.wire.lines=1 -Dpenah.wire.details=200} takes one line, which is the quietest; the figures are in the log.
 */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class DetailsWireTest {

    /** So many that an area of 0.55 is no chance. */
    private static final int REQUESTS = Integer.getInteger("penah.wire.details", 720);

    private static final int ROUNDS = 4;

    /** The service has places for so many at once. */
    private static final int LINES = Integer.getInteger("penah.wire.lines", 16);

    /** The service repeats, for each alert, no more than it keeps unread. */
    private static final int FOR_EACH_ALERT = 8;

    /** Longer than the hold, an answer, and writing it down. */
    private static final Duration BEAT = Duration.ofMillis(600);

    /** As in use, longer than a look into the inbox, whatever it has found. */
    private static final Duration HOLD = Duration.ofMillis(150);

    /** What an observer can measure of a request, between those before and after it. */
    private static final Map<String, Measure> MEASURES = Map.of(
            "gap", (before, now, after) -> now.asked() - before.asked(),
            "next gap", (before, now, after) -> after.asked() - now.asked(),
            "latency", (before, now, after) -> now.answered() - now.asked(),
            "pieces", (before, now, after) -> now.reads());

    private interface Measure {
        double of(ExchangeTap.Exchange before, ExchangeTap.Exchange now, ExchangeTap.Exchange after);
    }

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
    private final Deque<Details.Ready> ready = new ConcurrentLinkedDeque<>();
    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();
    private final ScheduledExecutorService clockwork = Executors.newSingleThreadScheduledExecutor();

    /** A partner's line, and for each request whether it asked for details that there are. */
    private record Line(ExchangeTap tap, Home home, List<Boolean> asked) {}

    @Test
    void nothing_that_can_be_measured_tells_a_request_that_fetches_details_from_one_that_fetches_none()
            throws Exception {
        // Given
        database.forgetAlerts("details");
        clock.reset();
        List<Line> lines = new ArrayList<>();
        List<DetailsFetcher> fetchers = new ArrayList<>();
        try (PartnerServer safeHouse = new PartnerServer()) {
            database.execute("update partner set url = ? where name = 'safe-house'", safeHouse.url());
            for (int i = 0; i < LINES; i++) {
                lines.add(line(i));
            }
            approve(REQUESTS * 5 / 9);
            List<ScheduledFuture<DetailsFetcher>> starts = new ArrayList<>();
            for (Line line : lines) {
                long start = BEAT.toMillis() * starts.size() / LINES;
                starts.add(clockwork.schedule(() -> fetcher(line), start, TimeUnit.MILLISECONDS));
            }
            for (ScheduledFuture<DetailsFetcher> start : starts) {
                fetchers.add(start.get());
            }

            // When
            Set<String> standsOut = MEASURES.keySet();
            for (int round = 0; round < ROUNDS && !standsOut.isEmpty(); round++) {
                approve(REQUESTS * 5 / 9 - ready.size());
                List<Integer> from = lines.stream().map(DetailsWireTest::next).toList();
                await().atMost(BEAT.multipliedBy(5L * REQUESTS / LINES))
                        .until(() -> lines.stream()
                                .allMatch(line -> next(line) >= from.get(lines.indexOf(line)) + REQUESTS / LINES));
                Set<String> now = standsOut(lines, from);
                now.retainAll(standsOut);
                standsOut = now;
            }

            // Then
            assertThat(standsOut).isEmpty();
            assertThat(seen(lines))
                    .extracting(ExchangeTap.Exchange::sentBytes)
                    .containsOnly(anyOf(lines).sentBytes());
            assertThat(seen(lines))
                    .extracting(ExchangeTap.Exchange::answerBytes)
                    .containsOnly(anyOf(lines).answerBytes());
            assertThat(screen.toString(UTF_8)).isEmpty();
            for (Line line : lines) {
                long with = line.asked().stream().filter(some -> some).count();
                try (Stream<Path> files = Files.list(line.home().inbox())) {
                    assertThat(files.filter(file -> file.toString().matches(".*[0-9a-f]\\.details")))
                            .as("fetched, but for the last, which may be on its way")
                            .hasSizeBetween((int) with - 1, (int) with);
                }
            }
        } finally {
            clockwork.shutdownNow();
            fetchers.forEach(DetailsFetcher::close);
            for (Line line : lines) {
                line.tap().close();
            }
            database.execute("update partner set url = 'https://partner.invalid/' where name = 'safe-house'");
            database.execute("truncate alert, partner_alert, attempt, details");
        }
    }

    private Line line(int number) throws IOException {
        ExchangeTap tap = new ExchangeTap(RestAssured.port);
        return new Line(tap, home(number, tap.port()), new CopyOnWriteArrayList<>());
    }

    private DetailsFetcher fetcher(Line line) {
        PrintStream print = new PrintStream(screen, true, UTF_8);
        return new DetailsFetcher(line.home(), () -> toss(line), clock, print, new RoundMonitor(clock), BEAT, HOLD);
    }

    /** A coin decides for each moment whether there is something. */
    private List<Details.Ready> toss(Line line) {
        Details.Ready some = random.nextBoolean() ? ready.poll() : null;
        line.asked().add(some != null);
        return some == null ? List.of() : List.of(some);
    }

    /** Alerts of which the partner was told, each with as many details as it may have unread. */
    private void approve(int count) throws Exception {
        List<UUID> alerts = new ArrayList<>();
        for (int i = 0; i < count; i += FOR_EACH_ALERT) {
            UUID alert = UUID.randomUUID();
            alerts.add(alert);
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
                            null,
                            null));
        }
        List<Details.Ready> approved = new ArrayList<>();
        for (UUID alert : alerts) {
            await().atMost(Duration.ofSeconds(60)).until(() -> told(alert) != null);
            UUID told = told(alert);
            for (int i = 0; i < FOR_EACH_ALERT; i++) {
                UUID details = UUID.randomUUID();
                broker.send(
                        "/triage", DetailsApproved.TYPE, new DetailsApproved(details, alert, "safe-house", sealed()));
                approved.add(new Details.Ready(told, details));
            }
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> database.number("select count(*) from details where state = 'READY'")
                        >= ready.size() + approved.size());
        ready.addAll(approved);
    }

    private UUID told(UUID alert) {
        return database.id(
                "select n.id from partner_alert n join partner p on p.id = n.partner_id"
                        + " where p.name = 'safe-house' and n.state = 'DELIVERED' and n.alert_id = ?",
                alert);
    }

    private Home home(int number, int port) throws IOException {
        Path dir = folder.resolve("home-" + number);
        Files.createDirectories(dir.resolve("inbox"));
        for (String file : List.of("identity.txt", "profile.json", "acknowledgement.key")) {
            Files.copy(partners.resolve("safe-house").resolve(file), dir.resolve(file));
        }
        String credentials = Files.readString(partners.resolve("safe-house.json"));
        Path penah = Files.writeString(
                dir.resolve("penah.json"), credentials.replaceAll("127.0.0.1:[0-9]+", "127.0.0.1:" + port));
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

    /** The number of the line's next exchange. */
    private static int next(Line line) {
        return line.tap().seen().size() + 1;
    }

    private static List<ExchangeTap.Exchange> seen(List<Line> lines) {
        return lines.stream().flatMap(line -> line.tap().seen().stream()).toList();
    }

    private static ExchangeTap.Exchange anyOf(List<Line> lines) {
        return lines.get(0).tap().seen().get(0);
    }

    private static Set<String> standsOut(List<Line> lines, List<Integer> from) {
        return MEASURES.entrySet().stream()
                .filter(measure -> Samples.standsOut(
                        measure.getKey(),
                        values(lines, from, true, measure.getValue()),
                        values(lines, from, false, measure.getValue())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static double[] values(List<Line> lines, List<Integer> from, boolean with, Measure measure) {
        double[] values = IntStream.range(0, lines.size())
                .mapToObj(number -> {
                    List<ExchangeTap.Exchange> seen = lines.get(number).tap().seen();
                    List<Boolean> asked = lines.get(number).asked();
                    return IntStream.range(from.get(number), seen.size() - 1)
                            .filter(i -> asked.get(i) == with)
                            .mapToDouble(i -> measure.of(seen.get(i - 1), seen.get(i), seen.get(i + 1)));
                })
                .flatMapToDouble(each -> each)
                .toArray();
        assertThat(values).hasSizeGreaterThan(REQUESTS / 4);
        return values;
    }
}
