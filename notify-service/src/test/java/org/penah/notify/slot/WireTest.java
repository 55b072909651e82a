package org.penah.notify.slot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.penah.notify.Database;
import org.penah.notify.LocalServices;
import org.penah.notify.PinnedClock;
import org.penah.notify.Receivers;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Delivery;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;

/**
 * Somebody on the line tries to find the slots that hold an alert.
 *
 * <p>What differs by chance differs less in more slots: while the same measure stands out it gets more of them.
 * {@code -Dpenah.wire.slots=360} takes an hour's worth of slots at once; the figures are in the log.
 */
@QuarkusTest
@QuarkusTestResource(LocalServices.class)
class WireTest {

    private static final int SLOTS = Integer.getInteger("penah.wire.slots", 120);
    private static final int ROUNDS = 5;
    private static final Instant SENT = Instant.parse("2026-11-24T10:00:00Z");

    /** What an observer can measure of a connection and the one before it. */
    private static final Map<String, ToDoubleBiFunction<TapProxy.Seen, TapProxy.Seen>> MEASURES = new TreeMap<>(Map.of(
            "gap", (before, now) -> now.opened - before.opened,
            "latency", (before, now) -> now.answered - now.opened,
            "duration", (before, now) -> now.closed - now.opened,
            "pieces", (before, now) -> now.reads.get()));

    @Inject
    Database database;

    @Inject
    PinnedClock clock;

    @ConfigProperty(name = "test.partners")
    Path partners;

    @TempDir
    Path folder;

    private final Random random = new Random(1);
    private final UUID alertId = UUID.randomUUID();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nothing_that_can_be_measured_tells_a_slot_with_an_alert_from_one_without(boolean isForStaff) throws Exception {
        // Given
        database.forgetAlerts();
        clock.reset();
        Home home = new Home(partners.resolve("safe-house"), partners.resolve("safe-house.json"));
        try (Receiver receiver = receiver(home);
                TapProxy line = new TapProxy(receiver.port())) {
            // The channel first: the other one would send the alert by itself.
            database.execute(
                    "update partner set url = ?, channel = 'SLOTS' where name = 'safe-house'",
                    "http://127.0.0.1:" + line.port() + "/alerts");
            anAlert(isForStaff);

            // When
            Set<String> standsOut = MEASURES.keySet();
            for (int round = 1; round <= ROUNDS; round++) {
                watch(line, round * SLOTS);
                Set<String> now = standsOut(line.seen(), home);
                now.retainAll(standsOut);
                standsOut = now;
                if (standsOut.isEmpty()) {
                    break;
                }
            }

            // Then
            assertThat(standsOut).isEmpty();
            assertThat(line.seen().stream().map(one -> one.sentBytes.get()).distinct())
                    .hasSize(1);
            assertThat(line.seen().stream().map(one -> one.answerBytes.get()).distinct())
                    .hasSize(1);
        } finally {
            database.execute(
                    "update partner set channel = 'EDGE', staff = false, silent_since = null, url = 'https://partner.invalid/' where name = 'safe-house'");
            database.releaseSlots();
            database.execute("truncate alert, partner_alert, attempt");
        }
    }

    private Receiver receiver(Home home) throws Exception {
        return Receivers.start(home, new Inbox(folder.resolve("inbox")), 0, alert -> {}, clock);
    }

    private void anAlert(boolean isForStaff) {
        Timestamp now = Timestamp.from(SENT);
        database.execute(
                "insert into alert values (?, 'DESK_CONFIRMED', 'OPEN', 1, 'ME', 'HOURS', '145', false, 'en', ?, ?)",
                alertId,
                now,
                Timestamp.from(SENT.plusSeconds(86400)));
        database.execute("update alert set staff = ?", isForStaff);
        database.execute("update partner set staff = ? where name = 'safe-house'", isForStaff);
        database.execute(
                "insert into partner_alert select gen_random_uuid(), ?, id, 'PENDING', date_trunc('minute', ?::timestamptz), 1,"
                        + " gen_random_uuid(), 'ALERT', ?::timestamptz, 0, 0, ?::timestamptz from partner"
                        + " where name = 'safe-house'",
                alertId,
                now,
                now,
                now);
    }

    /** A coin decides for each slot whether there is an alert in it; to the partner it is a new message each time. */
    private void watch(TapProxy line, int slots) {
        for (int seen = line.seen().size(); seen < slots; seen = line.seen().size()) {
            int before = seen;
            // The same work for either side: on a busy machine whatever took longer would come too late for its slot
            // more often, and the test would find its own shadow.
            String state = random.nextBoolean() ? "PENDING" : "STOPPED";
            database.execute(
                    "update partner_alert set seq = seq + 1, message_id = gen_random_uuid(), state = ? where alert_id = ?",
                    state,
                    alertId);
            await().atMost(Duration.ofSeconds(30)).until(() -> line.seen().size() > before);
        }
    }

    private Set<String> standsOut(List<TapProxy.Seen> seen, Home home) throws Exception {
        List<Integer> with = new ArrayList<>();
        List<Integer> without = new ArrayList<>();
        for (int i = 1; i < seen.size(); i++) {
            (delivery(seen.get(i), home).alerts().isEmpty() ? without : with).add(i);
        }
        assertThat(with).hasSizeGreaterThan(seen.size() / 4);
        assertThat(without).hasSizeGreaterThan(seen.size() / 4);
        return MEASURES.keySet().stream()
                .filter(name -> Samples.standsOut(
                        name,
                        values(seen, with, MEASURES.get(name)),
                        values(seen, without, MEASURES.get(name)),
                        MEASURES.size()))
                .collect(Collectors.toSet());
    }

    private static double[] values(
            List<TapProxy.Seen> seen, List<Integer> which, ToDoubleBiFunction<TapProxy.Seen, TapProxy.Seen> measure) {
        return which.stream()
                .mapToDouble(i -> measure.applyAsDouble(seen.get(i - 1), seen.get(i)))
                .toArray();
    }

    private static Delivery delivery(TapProxy.Seen seen, Home home) throws Exception {
        byte[] request = seen.sent.toByteArray();
        return Delivery.open(
                Arrays.copyOfRange(request, request.length - Delivery.BYTES, request.length), home.identity());
    }
}
