package org.penah.stack.system.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.penah.partner.home.Profile;
import org.penah.stack.Stack;
import org.penah.stack.postgres.Databases;
import org.penah.stack.state.Port;
import org.penah.stack.system.Printed;

/**
 * Kills notify-service, PostgreSQL or the broker with SIGKILL at each point of an alert's life: every alert that the
 * broker had accepted is acknowledged, and a message that came twice was the same.
 *
 * <p>The points are found from outside: by a lock that holds the service up at one line, which PostgreSQL tells of, or by
 * a partner's server that stops in the middle of a request. All others run meanwhile. {@code -Dpenah.crash.alerts=10000}
 * spreads as many over the cells of the edge channel, {@code -Dpenah.crash.slots=1050} over those of slots; 0 leaves a channel
 * out. In slots, where every beat says everything again, a build tries few cells.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashMatrixIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> VICTIMS = List.of("notify", "postgres", "broker");
    private static final int CELLS = VICTIMS.size() * Point.values().length;
    private static final int EACH = (Integer.getInteger("penah.crash.alerts", 10 * CELLS) + CELLS - 1) / CELLS;

    /** A slot is claimed by nobody. */
    private static final int CELLS_IN_SLOTS = CELLS - VICTIMS.size();

    private static final int IN_SLOTS = Integer.getInteger("penah.crash.slots", -1);
    private static final int EACH_IN_SLOTS = IN_SLOTS < 0 ? 10 : (IN_SLOTS + CELLS_IN_SLOTS - 1) / CELLS_IN_SLOTS;

    private static final String ROTATES = "notify-3";
    private static final List<String> INSTANCES = List.of("notify-1", "notify-2", ROTATES);

    private enum Point {
        BEFORE_COMMIT,
        AFTER_COMMIT,
        AFTER_CLAIM,
        AFTER_BYTES_SENT,
        BEFORE_RESPONSE,
        AFTER_RESPONSE,
        DURING_ESCALATION,
        DURING_ROTATION
    }

    private Path folder;
    private Stack stack;
    private Notifiers notifiers;
    private Database database;
    private Desk desk;
    private Office first;
    private Office second;
    private String channel = Profile.EDGE;
    private int each = EACH;
    private int keys = 1;
    private int alerts;
    private int repeats;

    @BeforeAll
    void start() throws Exception {
        folder = Files.createTempDirectory("penah-crash-test");
        stack = Notifiers.stack(folder.resolve("state"), new Printed("crash matrix"));
        stack.start();
        database = new Database(new Databases(stack.state(), stack.ports().of(Port.POSTGRES)));
        desk = new Desk(
                stack.ports().of(Port.BROKER),
                stack.state().secrets().get("broker-triage").reveal(),
                stack.state().secrets().eventKey("triage").reveal());
        // The shortest slots that there are.
        notifiers = new Notifiers(stack, folder, 3, Map.of("penah.slots.length", "5s"), new Printed("crash matrix"));
        first = new Office(folder, "first", notifiers);
        second = new Office(folder, "second", notifiers);
        introduce();
        notifiers.startAll();
    }

    @AfterAll
    void stop() throws IOException {
        System.out.println("crash matrix: " + alerts + " alerts, " + repeats + " repeats");
        for (AutoCloseable part : new AutoCloseable[] {database, first, second, notifiers, desk, stack}) {
            close(part);
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** The others end too, even if one of them fails. */
    private static void close(AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            System.out.println("crash matrix: not closed: " + e);
        }
    }

    static Stream<Arguments> matrix() {
        return Stream.of(Profile.EDGE, Profile.SLOTS)
                .flatMap(channel -> VICTIMS.stream()
                        .flatMap(victim -> Stream.of(Point.values())
                                .filter(point ->
                                        channel.equals(Profile.EDGE) ? EACH > 0 : isTriedInSlots(victim, point))
                                .map(point -> Arguments.of(channel, victim, point))));
    }

    private static boolean isTriedInSlots(String victim, Point point) {
        return IN_SLOTS >= 0
                ? EACH_IN_SLOTS > 0 && point != Point.AFTER_CLAIM
                : (point == Point.BEFORE_RESPONSE && victim.equals("notify"))
                        || (point == Point.AFTER_RESPONSE && !victim.equals("broker"));
    }

    /** Whether nobody can have kept that the first office took the batch. */
    private static boolean isForgotten(String through, String victim, Point point) {
        return switch (point) {
            // In slots, deliveries are kept half a second later, when PostgreSQL may be back.
            case BEFORE_RESPONSE ->
                victim.equals("notify") || (victim.equals("postgres") && through.equals(Profile.EDGE));
            case AFTER_RESPONSE -> !victim.equals("broker");
            default -> false;
        };
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @MethodSource("matrix")
    void loses_and_doubles_nothing(String through, String victim, Point point) throws Exception {
        // Given nobody who answers before it was delivered once more
        long begun = System.nanoTime();
        turnTo(through);
        first.away(true);
        Stop stop = stopAt(point);

        // When
        if (victim.equals("notify")) {
            stop.standing().forEach(notifiers::kill);
        } else {
            stack.kill(victim);
        }
        database.letGo();
        first.gate(Office.Gate.OPEN);
        if (!victim.equals("notify")) {
            stack.startAgain(victim);
        }
        stop.starting().join();
        if (point == Point.AFTER_COMMIT || point == Point.DURING_ROTATION || through.equals(Profile.SLOTS)) {
            notifiers.startAll();
        }
        if (!victim.equals("broker")) {
            // The lease of a try whose end nobody could keep, which lasts 20 s.
            database.execute("update delivery_lease set until = now() where until > now()");
            // And those of an instance that died, which last 8 s.
            database.execute("update slot_instance set until = now() where until > now()");
        }

        // Then
        List<UUID> batch = stop.batch();
        eventually(() -> delivered(batch) == each);
        first.away(point == Point.DURING_ESCALATION);
        eventually(() -> acknowledged(batch) == each);
        assertThat(database.number("select count(*) from partner_alert where alert_id = any(?) and seq <> 1", batch))
                .isZero();
        int twice = mustHaveTaken(first, "first", batch);
        if (isForgotten(through, victim, point)) {
            assertThat(twice).isPositive();
        }
        if (point == Point.DURING_ESCALATION) {
            mustHaveTaken(second, "second", batch);
        }
        assertThat(first.refused() + second.refused()).isZero();
        assertThat(database.number("select min(keys) from partner")).isEqualTo(keys);

        // And all goes on
        first.away(false);
        notifiers.startAll();
        eventually(() -> database.number("select count(*) from delivery_lease where until > now()") == 0);
        alerts += each;
        System.out.printf("crash matrix: %s %s %s %.1f s%n", through, victim, point, (System.nanoTime() - begun) / 1e9);
    }

    /**
     * Some instances stand at a point.
     *
     * @param batch the alerts that the broker has accepted
     * @param standing who stands there
     * @param starting ends when who is being started is ready or dead
     */
    private record Stop(List<UUID> batch, List<String> standing, CompletableFuture<Void> starting) {

        Stop(List<UUID> batch, List<String> standing) {
            this(batch, standing, CompletableFuture.completedFuture(null));
        }
    }

    private Stop stopAt(Point point) throws Exception {
        boolean slots = channel.equals(Profile.SLOTS);
        return switch (point) {
            case BEFORE_COMMIT -> {
                database.hold("lock table outbox in exclusive mode");
                List<UUID> batch = desk.confirm(each);
                // Of an alert's own transaction the last statement writes to the outbox.
                yield new Stop(batch, one(() -> database.waiting("outbox", "RowExclusiveLock")));
            }
            case AFTER_COMMIT -> {
                if (!slots) {
                    // The claims leave out whom somebody has locked.
                    database.hold("select from partner for no key update");
                }
                List<UUID> batch = desk.confirm(each);
                eventually(() -> opened(batch) == each);
                yield new Stop(batch, INSTANCES);
            }
            case DURING_ESCALATION -> stopInEscalation();
            case DURING_ROTATION -> stopInRotation();
            default -> slots ? stopInSlot(point) : stopBehindClaim(point);
        };
    }

    /** The first slot that says the batch stands there, with whichever instance has the beat. */
    private Stop stopInSlot(Point point) throws Exception {
        int before = first.responses();
        first.gate(point == Point.AFTER_BYTES_SENT ? Office.Gate.BEFORE_BODY : Office.Gate.BEFORE_RESPONSE);
        List<UUID> batch = desk.confirm(each);
        eventually(() -> opened(batch) == each);
        if (point == Point.AFTER_BYTES_SENT) {
            // What was packed before may be on its way.
            int stopped = first.stopped();
            eventually(() -> first.stopped() > stopped + 1);
        } else {
            List<UUID> ids = partnerAlerts("first", batch);
            eventually(() -> ids.stream().anyMatch(id -> first.taken(id, 1) > 0));
        }
        if (point == Point.AFTER_RESPONSE) {
            database.hold("select from alert for update");
            first.gate(Office.Gate.OPEN);
            eventually(() ->
                    first.responses() > before && !database.waitingForRows().isEmpty());
        }
        return new Stop(batch, INSTANCES);
    }

    /** A claim's last statement writes the attempt: held there, it says whose it is. */
    private Stop stopBehindClaim(Point point) throws Exception {
        Connection claims = database.hold("lock table attempt in exclusive mode");
        List<UUID> batch = desk.confirm(each);
        List<String> standing = one(() -> database.waiting("attempt", "RowExclusiveLock"));
        eventually(() -> opened(batch) == each);
        int before = first.responses();
        switch (point) {
            case AFTER_CLAIM -> {
                // The next thing that it does is to look up where the partner is.
                CompletableFuture<Connection> next = database.queueFor("lock table partner in access exclusive mode");
                eventually(() ->
                        !database.waiting("partner", "AccessExclusiveLock").isEmpty());
                database.letGo(claims);
                next.join();
            }
            case AFTER_BYTES_SENT, BEFORE_RESPONSE -> {
                first.gate(point == Point.BEFORE_RESPONSE ? Office.Gate.BEFORE_RESPONSE : Office.Gate.BEFORE_BODY);
                database.letGo(claims);
                eventually(() -> first.stopped() > 0);
            }
            case AFTER_RESPONSE -> {
                database.hold("select from alert for update");
                database.letGo(claims);
                eventually(() ->
                        first.responses() > before && database.waitingForRows().containsAll(standing));
            }
            default -> throw new IllegalArgumentException(point.name());
        }
        return new Stop(batch, standing);
    }

    private Stop stopInEscalation() throws Exception {
        List<UUID> batch = desk.confirm(each);
        eventually(() -> database.number(
                        "select count(*) from partner_alert where alert_id = any(?) and state = 'DELIVERED'", batch)
                == each);
        eventually(() -> database.number("select count(*) from delivery_lease where until > now()") == 0);
        database.hold("lock table outbox in exclusive mode");
        database.execute(
                "update alert set opened = opened - interval '6 minutes', look_at = now() where id = any(?)", batch);
        return new Stop(batch, one(() -> database.waiting("outbox", "RowExclusiveLock")));
    }

    private Stop stopInRotation() throws Exception {
        notifiers.kill(ROTATES);
        keys++;
        introduce();
        database.hold("select from partner for no key update");
        List<UUID> batch = desk.confirm(each);
        CompletableFuture<Void> starting = notifiers.begin(ROTATES);
        eventually(() -> database.waitingForRows().contains(ROTATES));
        return new Stop(batch, List.of(ROTATES), starting);
    }

    private void turnTo(String next) throws IOException {
        if (!next.equals(channel)) {
            INSTANCES.forEach(notifiers::kill);
            channel = next;
            each = EACH_IN_SLOTS;
            introduce();
            notifiers.startAll();
        }
    }

    /** Whom notify-service is told about at its next start. */
    private void introduce() throws IOException {
        ArrayNode partners = MAPPER.createArrayNode();
        for (Office office : List.of(first, second)) {
            ObjectNode profile = (ObjectNode) MAPPER.readTree(Files.readString(office.profile()));
            partners.add(profile.put("tier", office == first ? 1 : 2)
                    .put("keys", keys)
                    .put("channel", channel));
        }
        Files.writeString(folder.resolve("partners.json"), partners.toString());
    }

    private long opened(List<UUID> batch) {
        return database.number("select count(distinct alert_id) from partner_alert where alert_id = any(?)", batch);
    }

    private long delivered(List<UUID> batch) {
        return database.number(
                "select count(*) from partner_alert join partner p on p.id = partner_id"
                        + " where p.name = 'first' and alert_id = any(?) and delivered_seq > 0",
                batch);
    }

    private long acknowledged(List<UUID> batch) {
        return database.number("select count(*) from alert where id = any(?) and state = 'ACKNOWLEDGED'", batch);
    }

    /** Every alert came to an office as one message; answers how many of them came again. */
    private int mustHaveTaken(Office office, String name, List<UUID> batch) {
        List<UUID> ids = partnerAlerts(name, batch);
        assertThat(ids).hasSize(each);
        eventually(() -> ids.stream().allMatch(id -> office.taken(id, 1) > 0));
        int again = ids.stream().mapToInt(id -> office.taken(id, 1) - 1).sum();
        repeats += again;
        return again;
    }

    private List<UUID> partnerAlerts(String name, List<UUID> batch) {
        return database.ids(
                "select n.id from partner_alert n join partner p on p.id = partner_id where p.name = ? and alert_id = any(?)",
                name,
                batch);
    }

    private static List<String> one(Supplier<List<String>> names) {
        List<String> found = await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(names::get, those -> !those.isEmpty());
        return List.of(found.get(0));
    }

    private static void eventually(Callable<Boolean> condition) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                // PostgreSQL may just be dead.
                .ignoreException(IllegalStateException.class)
                .until(condition);
    }
}
