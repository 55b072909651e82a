package org.penah.stack.system.crash;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.penah.partner.answer.SlotAnswer;
import org.penah.partner.home.Home;
import org.penah.partner.home.Profile;
import org.penah.partner.inbox.Delivery;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.stack.Stack;
import org.penah.stack.postgres.Databases;
import org.penah.stack.state.Port;
import org.penah.stack.system.Printed;

/**
 * Measures beats to many partners in slots of 10 s, with one or more instances of the built notify-service: idle, while
 * an alert goes to all of them, while many alerts are opened, and once they are.
 *
 * <p>One server here stands for all partners; each has a separate path, and signs its answers.
 */
public final class ManyPartners {

    private static final int SLOT_SECONDS = 10;
    private static final int IDLE_SLOTS = 6;
    private static final int OPEN_ALERTS = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final int partners;
    private final int instances;
    private final int called;
    private final Home home;
    private final Map<String, List<Long>> beats = new ConcurrentHashMap<>();
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private double[] idle = {};
    private volatile boolean isAlertOut;
    private long begun;
    private long keptFor;

    /** A request to a partner, and when its last byte arrived. */
    private record Request(String path, long at, ByteBuffer body) {}

    private ManyPartners(int partners, int instances, int called, Path folder) {
        this.partners = partners;
        this.instances = instances;
        this.called = called;
        this.home = new Home(folder.resolve("all"), folder.resolve("all.json"));
    }

    /**
     * Prints the figures.
     *
     * @param arguments how many partners, how many instances, and how many partners are called first
     */
    public static void main(String... arguments) throws Exception {
        Path folder = Files.createTempDirectory("penah-many-partners");
        try {
            new ManyPartners(
                            Integer.parseInt(arguments[0]),
                            Integer.parseInt(arguments[1]),
                            Integer.parseInt(arguments[2]),
                            folder)
                    .measure(folder);
        } finally {
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        System.exit(0);
    }

    private void measure(Path folder) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
        introduce(folder, server.getAddress().getPort());
        try (Stack stack = Notifiers.stack(folder.resolve("state"), new Printed("many partners"))) {
            stack.start();
            Database database =
                    new Database(new Databases(stack.state(), stack.ports().of(Port.POSTGRES)));
            try (Desk desk = new Desk(
                            stack.ports().of(Port.BROKER),
                            stack.state().secrets().get("broker-triage").reveal(),
                            stack.state().secrets().eventKey("triage").reveal());
                    Notifiers notifiers = new Notifiers(
                            stack,
                            folder,
                            instances,
                            Map.of("penah.slots.length", SLOT_SECONDS + "s"),
                            new Printed("many partners"))) {
                notifiers.startAll();
                measure(database, desk);
            }
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private void measure(Database database, Desk desk) throws Exception {
        until(() -> beats.size() == partners);
        // What the start has left to do would count as idle.
        database.execute("vacuum analyze");
        slots(2);
        report("idle", database, () -> slots(IDLE_SLOTS));
        report("an alert to all", database, () -> {
            UUID alert = desk.confirm(1).get(0);
            // This program's first connection took 0.4 s: what counts begins when the broker has the alert.
            begun = System.nanoTime();
            isAlertOut = true;
            until(() -> told(database, alert) == called);
            keptFor = System.nanoTime() - begun;
            isAlertOut = false;
            slots(2);
        });
        double[] had = hadAfter();
        System.out.printf(
                Locale.ROOT,
                "%d partners, %d instances: %d had the alert, half after %.1f s, 98 %% after %.1f s, all after %.2f s;"
                        + " kept after %.1f s%n",
                partners,
                instances,
                had.length,
                at(had, 0.5),
                at(had, 0.98),
                at(had, 1),
                keptFor / 1e9);
        report(OPEN_ALERTS + " alerts opened", database, () -> {
            desk.confirm(OPEN_ALERTS);
            until(() -> opened(database) == OPEN_ALERTS + 1);
        });
        report(OPEN_ALERTS + " open alerts", database, () -> slots(IDLE_SLOTS));
        System.out.printf(
                "partners of each instance: %s%n", database.texts("select count(*) from slot_lease group by owner"));
    }

    /** How long each partner waited for the first request with an alert in it, in seconds and sorted. */
    private double[] hadAfter() throws IOException {
        Map<String, Double> first = new HashMap<>();
        HybridIdentity identity = home.identity();
        for (Request request : requests) {
            if (!first.containsKey(request.path())
                    && !Delivery.open(request.body().array(), identity).alerts().isEmpty()) {
                first.put(request.path(), (request.at() - begun) / 1e9);
            }
        }
        identity.destroy();
        return first.values().stream().mapToDouble(Double::doubleValue).sorted().toArray();
    }

    private interface Phase {
        void run() throws Exception;
    }

    private void report(String name, Database database, Phase phase) throws Exception {
        beats.values().forEach(times -> {
            synchronized (times) {
                times.subList(0, times.size() - 1).clear();
            }
        });
        String position = database.texts("select pg_current_wal_lsn()").get(0);
        long begun = System.nanoTime();
        phase.run();
        double seconds = (System.nanoTime() - begun) / 1e9;
        long written = database.number("select pg_wal_lsn_diff(pg_current_wal_lsn(), cast(? as pg_lsn))", position);
        double[] gaps = beats.values().stream()
                .flatMapToDouble(times -> {
                    synchronized (times) {
                        return gaps(List.copyOf(times)).stream().mapToDouble(Double::doubleValue);
                    }
                })
                .sorted()
                .toArray();
        if (idle.length == 0) {
            idle = gaps;
        }
        System.out.printf(
                Locale.ROOT,
                "%d partners, %d of them called, %d instances, %s: %d gaps, p1 %.3f s, p50 %.3f s, p99 %.3f s, longest %.3f s,"
                        + " AUC against idle %.3f; write-ahead log %.3f GB a day%n",
                partners,
                called,
                instances,
                name,
                gaps.length,
                at(gaps, 0.01),
                at(gaps, 0.5),
                at(gaps, 0.99),
                at(gaps, 1),
                areaUnderCurve(idle, gaps),
                written / seconds * TimeUnit.DAYS.toSeconds(1) / 1e9);
    }

    private static List<Double> gaps(List<Long> times) {
        List<Double> gaps = new ArrayList<>();
        for (int i = 1; i < times.size(); i++) {
            gaps.add((times.get(i) - times.get(i - 1)) / 1e9);
        }
        return gaps;
    }

    /** How well a threshold on a gap tells the two apart, in either direction: 0.5 not at all, 1 always. */
    private static double areaUnderCurve(double[] one, double[] other) {
        double wins = 0;
        for (double gap : other) {
            int place = Arrays.binarySearch(one, gap);
            wins += place < 0 ? -place - 1 : place + 0.5;
        }
        double area = wins / ((double) one.length * other.length);
        return Math.max(area, 1 - area);
    }

    private static double at(double[] sorted, double quantile) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(quantile * (sorted.length - 1))];
    }

    private static long told(Database database, UUID alert) {
        return database.number("select count(*) from partner_alert where alert_id = ? and delivered_seq > 0", alert);
    }

    private static long opened(Database database) {
        return database.number("select count(*) from alert");
    }

    private static void until(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(condition);
    }

    private static void slots(int count) throws InterruptedException {
        Thread.sleep(TimeUnit.SECONDS.toMillis((long) count * SLOT_SECONDS));
    }

    private void introduce(Path folder, int port) throws IOException {
        home.initialise("all", URI.create("http://127.0.0.1:" + port + "/"), true, Profile.SLOTS);
        ObjectNode profile =
                (ObjectNode) MAPPER.readTree(Files.readString(home.inbox().resolveSibling("profile.json")));
        ArrayNode all = MAPPER.createArrayNode();
        for (int i = 0; i < partners; i++) {
            all.add(profile.deepCopy()
                    .put("name", "partner-" + i)
                    .put("url", "http://127.0.0.1:" + port + "/" + i)
                    .put("tier", i < called ? 1 : 2)
                    .put("keys", 1));
        }
        Files.writeString(folder.resolve("partners.json"), all.toString());
    }

    private void take(HttpExchange exchange) throws IOException {
        long now = System.nanoTime();
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            List<Long> times = beats.computeIfAbsent(path, any -> new ArrayList<>(List.of(now)));
            synchronized (times) {
                if (times.get(times.size() - 1) != now) {
                    times.add(now);
                }
            }
            String id = Objects.requireNonNull(exchange.getRequestHeaders().getFirst(WebhookHeaders.ID));
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (isAlertOut) {
                requests.add(new Request(path, System.nanoTime(), ByteBuffer.wrap(body)));
            }
            SlotAnswer answer = SlotAnswer.of(List.of(), id, home, Clock.systemUTC());
            Office.putHeaders(answer.headers(), exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(200, SlotAnswer.BYTES);
            exchange.getResponseBody().write(answer.body());
        }
    }
}
