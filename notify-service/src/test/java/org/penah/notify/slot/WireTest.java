package org.penah.notify.slot;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.penah.notify.Database;
import org.penah.notify.ExtraPartners;
import org.penah.notify.LocalServices;
import org.penah.notify.PartnerServer;
import org.penah.notify.PinnedClock;
import org.penah.notify.Receivers;
import org.penah.partner.attention.AlertMonitor;
import org.penah.partner.attention.NudgeFile;
import org.penah.partner.attention.NudgeSender;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.sealing.age.HybridIdentity;

/**
 * Somebody on the lines of many partners, half of them staff's, tries to find the beats that bring or take something: an alert, some
 * of a flood, word of details, an answer; and the nudges that call somebody. Coins decide for each, and for each partner.
 *
 * <p>What stands out by chance in one round does not do so in the next, or in the other direction: a measure fails if it stands out in
 * each round, and always as more or always as less. With 12 partners
 * a round has some 180 beats of either side, so the area's standard error is 0.03: what tells in 0.60 of the pairs is found in four
 * runs of five, and 0.55 hardly ever. {@code -Dpenah.wire.partners=50 -Dpenah.test.slots=2s} has some 730; the figures are in the log.
 */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class WireTest {

    private static final int PARTNERS = Integer.getInteger("penah.wire.partners", 12);

    private static final int SLOTS = Integer.getInteger("penah.wire.slots", 60);

    private static final int ROUNDS = 5;
    private static final int FLOOD = 3;
    private static final Instant SENT = Instant.parse("2026-11-24T10:00:00Z");
    private static final String NAME = "wire-";

    /** What an observer can measure of a connection, between those before and after it. */
    private static final Map<String, Measure> MEASURES = new TreeMap<>(Map.of(
            "gap", (before, now, after) -> now.opened - before.opened,
            "next gap", (before, now, after) -> after.opened - now.opened,
            "latency", (before, now, after) -> now.answered - now.opened,
            "duration", (before, now, after) -> now.closed - now.opened,
            "pieces", (before, now, after) -> now.reads.get()));

    private interface Measure {
        double of(TapProxy.Seen before, TapProxy.Seen now, TapProxy.Seen after);
    }

    /** What there is to be found; true with it, false without, null where it cannot be. */
    private final Map<String, Function<Beat, @Nullable Boolean>> news = Map.of(
            "alert",
                    beat -> beat.isStaffs()
                            ? null
                            : beat.has(alert -> alert.basis().equals("desk-confirmed")),
            "call of staff", beat -> beat.isStaffs() ? beat.has(alert -> true) : null,
            "flood",
                    beat -> beat.isStaffs()
                            ? null
                            : beat.has(alert -> alert.basis().equals("source-asserted")),
            "details", beat -> beat.isStaffs() ? null : beat.has(alert -> alert.handOver() != null),
            "answer", Beat::isAnswered);

    private record Beat(Delivery delivery, boolean isStaffs, boolean isAnswered) {

        boolean has(Predicate<Alert> what) {
            return delivery.alerts().stream().anyMatch(what);
        }
    }

    /** A partner with its own program, its line, and the line of what calls its people. */
    private record Line(boolean isStaffs, TapProxy tap, TapProxy nudges, Inbox inbox, List<AutoCloseable> running) {}

    @Inject
    Database database;

    @Inject
    ExtraPartners extras;

    @Inject
    PinnedClock clock;

    @ConfigProperty(name = "test.partners")
    Path partners;

    @ConfigProperty(name = "penah.slots.length")
    Duration slot;

    @TempDir
    Path folder;

    private final Random random = new Random(1);

    @Test
    void nothing_that_can_be_measured_tells_a_beat_or_a_nudge_with_news_from_one_without() throws Exception {
        // Given
        database.forgetAlerts();
        clock.reset();
        HybridIdentity identity = new Home(partners.resolve("safe-house")).identity();
        List<Line> lines = new ArrayList<>();
        try (PartnerServer phone = new PartnerServer()) {
            for (int i = 0; i < PARTNERS; i++) {
                lines.add(line(i, phone, identity));
            }
            alerts();

            // When
            Set<String> standsOut = null;
            for (int round = 0; round < ROUNDS && (standsOut == null || !standsOut.isEmpty()); round++) {
                Set<String> now = standsOut(lines, watch(lines, identity), identity);
                if (standsOut != null) {
                    now.retainAll(standsOut);
                }
                standsOut = now;
            }

            // Then
            assertThat(standsOut).isEmpty();
            for (Function<Line, TapProxy> which : List.<Function<Line, TapProxy>>of(Line::tap, Line::nudges)) {
                List<TapProxy.Seen> all = lines.stream()
                        .flatMap(line -> which.apply(line).seen().stream())
                        .toList();
                assertThat(all.stream().map(one -> one.sentBytes.get()).distinct())
                        .hasSize(1);
                assertThat(all.stream().map(one -> one.answerBytes.get()).distinct())
                        .hasSize(1);
            }
        } finally {
            for (Line line : lines) {
                for (AutoCloseable each : line.running()) {
                    each.close();
                }
            }
            database.execute("update partner set channel = 'EDGE' where name like ?", NAME + "%");
            database.releaseSlots();
            database.forgetAlerts("evidence");
            extras.remove(NAME);
            identity.destroy();
        }
    }

    private Line line(int number, PartnerServer phone, HybridIdentity identity) throws Exception {
        String name = NAME + number;
        boolean isStaffs = number % 2 == 1;
        ExtraPartners.Keys keys = ExtraPartners.Keys.fresh();
        Home home = home(name, keys);
        Inbox inbox = new Inbox(home.inbox());
        Receiver receiver = Receivers.start(home, inbox, 0, alert -> {}, clock);
        TapProxy tap = new TapProxy(receiver.port());
        TapProxy nudges = new TapProxy(phone.port());
        NudgeSender nudger = nudger(home, nudges.port(), new AlertMonitor(inbox, identity, clock));
        extras.add(name, "http://127.0.0.1:" + tap.port() + "/alerts", 1, keys, null);
        database.execute("update partner set channel = 'SLOTS', staff = ? where name = ?", isStaffs, name);
        return new Line(isStaffs, tap, nudges, inbox, List.of(nudger, nudges, receiver, tap));
    }

    private Home home(String name, ExtraPartners.Keys keys) throws IOException {
        Path dir = folder.resolve(name);
        Files.createDirectories(dir.resolve("inbox"));
        for (String file : List.of("identity.txt", "acknowledgement.key")) {
            Files.copy(partners.resolve("safe-house").resolve(file), dir.resolve(file));
        }
        Files.writeString(
                dir.resolve("profile.json"),
                Files.readString(partners.resolve("safe-house/profile.json"))
                        .replace("safe-house", name)
                        .replace("\"edge\"", "\"slots\""));
        Files.writeString(
                dir.resolve("penah.json"),
                "{\"name\":\"%s\",\"signingKey\":\"%s\",\"sharedSecret\":\"%s\"}"
                        .formatted(
                                name, keys.signing().publicKey(), keys.shared().exportSecret()));
        return new Home(dir);
    }

    private NudgeSender nudger(Home home, int port, AlertMonitor monitor) throws IOException {
        Files.writeString(
                home.nudgeFile(),
                "{\"words\":\"Look now\",\"calm\":\"All well\",\"everySeconds\":60,\"gateway\":\"http://127.0.0.1:"
                        + port + "/\"}");
        return new NudgeSender(
                NudgeFile.read(home.nudgeFile()),
                monitor,
                () -> null,
                new PrintStream(OutputStream.nullOutputStream(), true, UTF_8),
                new RoundMonitor(Clock.systemUTC()),
                slot,
                slot.dividedBy(4));
    }

    /** One for partners, one for staff, and a flood. */
    private void alerts() {
        for (int i = 0; i < 2 + FLOOD; i++) {
            UUID alert = UUID.randomUUID();
            database.execute(
                    "insert into alert values (?, ?, 'OPEN', 1, 'ME', 'HOURS', '145', true, 'en', ?, ?)",
                    alert,
                    i < 2 ? "DESK_CONFIRMED" : "SOURCE_ASSERTED",
                    Timestamp.from(SENT),
                    Timestamp.from(SENT.plusSeconds(86400)));
            database.execute("update alert set staff = ?, flood = ? where id = ?", i == 1, i >= 2, alert);
            database.execute(
                    "insert into partner_alert select gen_random_uuid(), ?, id, 'PENDING', date_trunc('minute', ?::timestamptz), 1,"
                            + " gen_random_uuid(), 'ALERT', ?::timestamptz, 0, 0, ?::timestamptz from partner"
                            + " where name like ? and staff = ?",
                    alert,
                    Timestamp.from(SENT),
                    Timestamp.from(SENT),
                    Timestamp.from(SENT),
                    NAME + "%",
                    i == 1);
        }
    }

    /**
     * Tosses the coins once for each slot; to the partner each is a new message.
     *
     * @return of each line the beats that brought a coin. Others come where the machine stood still for longer than a slot; they bring
     *     nothing new, and comparing them would find the machine's bad moments.
     */
    private List<List<TapProxy.Seen>> watch(List<Line> lines, HybridIdentity identity) throws IOException {
        List<List<TapProxy.Seen>> tossed = new ArrayList<>();
        lines.forEach(line -> tossed.add(new ArrayList<>()));
        for (int slots = 0; slots < SLOTS; slots++) {
            // The same work for either side: on a busy machine whatever took longer would come too late for its slot
            // more often, and the test would find its own shadow.
            database.execute(
                    "update partner_alert n set seq = seq + 1, message_id = gen_random_uuid(), next_try = ?, held_until = null,"
                            + " state = case when random() < 0.5 then 'PENDING' else 'STOPPED' end,"
                            + " hand_over = case when random() < 0.5 then gen_random_uuid() end"
                            + " from alert a where a.id = n.alert_id and not a.flood",
                    Timestamp.from(SENT));
            database.execute(
                    "with coin as materialized (select id, random() < 0.5 as tossed from partner)"
                            // As if taken before: what is kept of a delivery half a second later would undo the coin.
                            + " update partner_alert n set delivered_seq = seq, next_try = ?, state = case when tossed then 'PENDING' else 'STOPPED' end"
                            + " from alert a, coin where a.id = n.alert_id and a.flood and coin.id = n.partner_id",
                    Timestamp.from(SENT));
            for (Line line : lines) {
                answer(line, identity);
            }
            List<Integer> opened =
                    lines.stream().map(line -> line.tap().opened()).toList();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> IntStream.range(0, lines.size())
                            .allMatch(i -> lines.get(i).tap().firstBehind(opened.get(i)) != null));
            for (int i = 0; i < lines.size(); i++) {
                tossed.get(i).add(lines.get(i).tap().firstBehind(opened.get(i)));
            }
        }
        return tossed;
    }

    private void answer(Line line, HybridIdentity identity) throws IOException {
        Delivery state = line.inbox().state(identity);
        if (state != null && random.nextBoolean()) {
            for (Alert alert : state.alerts().stream().limit(1).toList()) {
                line.inbox().answers().give(alert, Action.ACKNOWLEDGE);
            }
        }
    }

    private Set<String> standsOut(List<Line> lines, List<List<TapProxy.Seen>> tossed, HybridIdentity identity)
            throws IOException {
        Map<String, List<Double>> with = new TreeMap<>();
        Map<String, List<Double>> without = new TreeMap<>();
        for (int number = 0; number < lines.size(); number++) {
            Line line = lines.get(number);
            List<TapProxy.Seen> seen = line.tap().seen();
            List<TapProxy.Seen> nudges = line.nudges().seen();
            Set<Integer> called = new TreeSet<>();
            for (TapProxy.Seen each : tossed.get(number)) {
                Beat beat = beat(line, each, identity);
                for (var kind : news.entrySet()) {
                    note(kind.getKey(), kind.getValue().apply(beat), seen, seen.indexOf(each), with, without);
                }
                IntStream.range(0, nudges.size())
                        .filter(i -> nudges.get(i).opened > each.closed)
                        .limit(1)
                        .forEach(called::add);
            }
            for (int i : called) {
                boolean calls = nudges.get(i).sent.toString(UTF_8).endsWith("Look now");
                note("nudge", calls, nudges, i, with, without);
            }
        }
        Set<String> standsOut = new TreeSet<>();
        for (String measure : with.keySet()) {
            double[] one = array(with.get(measure));
            double[] other = array(without.getOrDefault(measure, List.of()));
            assertThat(Math.min(one.length, other.length)).as(measure).isGreaterThan(PARTNERS * SLOTS / 16);
            if (Samples.standsOut(measure, one, other)) {
                standsOut.add(measure + (Samples.shareThatIsMore(one, other) > 0.5 ? ", more" : ", less"));
            }
        }
        return standsOut;
    }

    private static void note(
            String kind,
            @Nullable Boolean is,
            List<TapProxy.Seen> seen,
            int i,
            Map<String, List<Double>> with,
            Map<String, List<Double>> without) {
        if (is != null && i > 0 && i < seen.size() - 1) {
            MEASURES.forEach((name, measure) -> (is ? with : without)
                    .computeIfAbsent(kind + ", " + name, none -> new ArrayList<>())
                    .add(measure.of(seen.get(i - 1), seen.get(i), seen.get(i + 1))));
        }
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(value -> value).toArray();
    }

    private static Beat beat(Line line, TapProxy.Seen seen, HybridIdentity identity) throws IOException {
        return new Beat(
                seen.delivery(identity),
                line.isStaffs(),
                seen.answer.toString(US_ASCII).contains("\"answers\":[{"));
    }
}
