package org.penah.stack.crash;

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
import java.util.Set;
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
import org.penah.stack.Stack;
import org.penah.stack.postgres.Databases;
import org.penah.stack.process.Progress;
import org.penah.stack.state.Port;

/**
 * Kills notify-service, PostgreSQL or the broker with SIGKILL at each point of an alert's life: every alert that the broker had
 * accepted is acknowledged, and whatever came twice was the same message.
 *
 * <p>The points are found from outside: by a lock that holds the service up at one line, which PostgreSQL tells of, or by
 * a partner's server that stops in the middle of a request. All others run meanwhile. {@code -Dpenah.crash.alerts=10000}
 * spreads as many over the matrix.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashMatrixIT {

    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final List<String> VICTIMS = List.of("notify", "postgres", "broker");
    private static final int CELLS = VICTIMS.size() * Point.values().length;
    private static final int EACH = (Integer.getInteger("penah.crash.alerts", 10 * CELLS) + CELLS - 1) / CELLS;
    private static final String ROTATES = "notify-3";

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
    private int keys = 1;
    private int alerts;
    private int repeats;

    @BeforeAll
    void start() throws Exception {
        folder = Files.createTempDirectory("penah-crash-test");
        stack = Stack.prepare(
                new Stack.Options(
                        folder.resolve("state"),
                        true,
                        false,
                        Set.of("intake", "triage", "notify", "keycloak", "partner", "null-partner"),
                        Set.of(),
                        false),
                new Printed());
        stack.start();
        database = new Database(new Databases(stack.state(), stack.ports().of(Port.POSTGRES)));
        desk = new Desk(
                stack.ports().of(Port.BROKER),
                stack.state().secrets().get("broker-triage").reveal());
        notifiers = new Notifiers(stack, folder, 3, new Printed());
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

    /** The others end too, whatever one of them does. */
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
        return VICTIMS.stream().flatMap(victim -> Stream.of(Point.values()).map(point -> Arguments.of(victim, point)));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("matrix")
    void loses_and_doubles_nothing(String victim, Point point) throws Exception {
        // Given nobody who answers before it was delivered once more
        long begun = System.nanoTime();
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
        if (point == Point.AFTER_COMMIT || point == Point.DURING_ROTATION) {
            notifiers.startAll();
        }
        if (!victim.equals("broker")) {
            // The lease of a try whose end nobody could keep, which lasts 20 s.
            database.execute("update partner set busy_until = now() where busy_until > now()");
        }

        // Then
        List<UUID> batch = stop.batch();
        eventually(() -> delivered(batch) == EACH);
        first.away(point == Point.DURING_ESCALATION);
        eventually(() -> acknowledged(batch) == EACH);
        assertThat(database.number("select count(*) from notice where alert_id = any(?) and seq <> 1", batch))
                .isZero();
        int twice = mustHaveTaken(first, "first", batch);
        if (!victim.equals("broker") && (point == Point.BEFORE_RESPONSE || point == Point.AFTER_RESPONSE)) {
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
        eventually(() -> database.number("select count(*) from partner where busy_until > now()") == 0);
        alerts += EACH;
        System.out.printf("crash matrix: %s %s %.1f s%n", victim, point, (System.nanoTime() - begun) / 1e9);
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
        return switch (point) {
            case BEFORE_COMMIT -> {
                database.hold("lock table outbox in exclusive mode");
                List<UUID> batch = desk.confirm(EACH);
                // Of an alert's own transaction the last statement writes to the outbox.
                yield new Stop(batch, one(() -> database.waiting("outbox", "RowExclusiveLock")));
            }
            case AFTER_COMMIT -> {
                // The claims leave out whom somebody has locked.
                database.hold("select from partner for no key update");
                List<UUID> batch = desk.confirm(EACH);
                eventually(() -> opened(batch) == EACH);
                yield new Stop(batch, List.of("notify-1", "notify-2", "notify-3"));
            }
            case DURING_ESCALATION -> stopInEscalation();
            case DURING_ROTATION -> stopInRotation();
            default -> stopBehindClaim(point);
        };
    }

    /** A claim's last statement writes the attempt: held there, it says whose it is. */
    private Stop stopBehindClaim(Point point) throws Exception {
        Connection claims = database.hold("lock table attempt in exclusive mode");
        List<UUID> batch = desk.confirm(EACH);
        List<String> standing = one(() -> database.waiting("attempt", "RowExclusiveLock"));
        eventually(() -> opened(batch) == EACH);
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
        List<UUID> batch = desk.confirm(EACH);
        eventually(() ->
                database.number("select count(*) from notice where alert_id = any(?) and state = 'DELIVERED'", batch)
                        == EACH);
        eventually(() -> database.number("select count(*) from partner where busy_until > now()") == 0);
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
        List<UUID> batch = desk.confirm(EACH);
        CompletableFuture<Void> starting = notifiers.begin(ROTATES);
        eventually(() -> database.waitingForRows().contains(ROTATES));
        return new Stop(batch, List.of(ROTATES), starting);
    }

    /** Whom notify-service is told about at its next start. */
    private void introduce() throws IOException {
        ArrayNode partners = MAPPER.createArrayNode();
        for (Office office : List.of(first, second)) {
            ObjectNode profile = (ObjectNode) MAPPER.readTree(Files.readString(office.profile()));
            partners.add(profile.put("tier", office == first ? 1 : 2).put("keys", keys));
        }
        Files.writeString(folder.resolve("partners.json"), partners.toString());
    }

    private long opened(List<UUID> batch) {
        return database.number("select count(distinct alert_id) from notice where alert_id = any(?)", batch);
    }

    private long delivered(List<UUID> batch) {
        return database.number(
                "select count(*) from notice join partner p on p.id = partner_id"
                        + " where p.name = 'first' and alert_id = any(?) and delivered_seq > 0",
                batch);
    }

    private long acknowledged(List<UUID> batch) {
        return database.number("select count(*) from alert where id = any(?) and state = 'ACKNOWLEDGED'", batch);
    }

    /** Every alert came to an office as one message; answers how many of them came again. */
    private int mustHaveTaken(Office office, String name, List<UUID> batch) {
        List<UUID> ids = database.ids(
                "select n.id from notice n join partner p on p.id = partner_id where p.name = ? and alert_id = any(?)",
                name,
                batch);
        assertThat(ids).hasSize(EACH);
        eventually(() -> ids.stream().allMatch(id -> office.taken(id, 1) > 0));
        int again = ids.stream().mapToInt(id -> office.taken(id, 1) - 1).sum();
        repeats += again;
        return again;
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

    private static final class Printed implements Progress {

        @Override
        public void step(String sentence) {
            System.out.println("crash matrix: " + sentence);
        }

        @Override
        public void line(String program, String line) {}
    }
}
