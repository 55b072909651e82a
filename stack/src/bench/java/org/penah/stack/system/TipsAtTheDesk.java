package org.penah.stack.system;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.postgres.Databases;
import org.penah.stack.process.Supervisor;
import org.penah.stack.state.Port;
import org.penah.stack.story.Desk;
import org.penah.stack.story.Source;
import org.penah.stack.story.Tip;

/**
 * Measures the time from a source's POST until a desk gets a list with the tip in it, which it asks for as soon as the database has it,
 * while others send none or many tips a second; and what a tip costs on the disks. Everything runs on this machine.
 */
public final class TipsAtTheDesk {

    /** As stack/compose.yaml starts them, whose memory is 384 MB. */
    private static final String AS_SHIPPED = "-Xmx134m -XX:MaxMetaspaceSize=128m -XX:ReservedCodeCacheSize=48m";

    /** All clients are one source here, and no flood. */
    private static final Map<String, String> NO_LIMITS = Map.of(
            "penah.flood.together.requests-per-second", "1000000",
            "penah.flood.together.tips-per-minute", "10000000",
            "penah.flood.together.dangers-per-hour", "10000000");

    private static final List<Integer> RATES = List.of(0, 50, 100, 150, 200);
    private static final int WARM_UP_TIPS = 3000;
    private static final int MEASURED_BYTES_TIPS = 3000;
    private static final int ALONE = 15;
    private static final int TIPS_A_YEAR = 300 * 365;
    private static final long LONGEST_ROW_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(300);
    private static final String TEXT = "What I saw behind the mill. ".repeat(36);

    private static final String ROWS = "select count(*) from tip where queue = 'threat'";

    /** How a command is told from others, and what the table calls it; nothing else here takes much time. */
    private static final Map<String, String> PROGRAMS = Map.of(
            "/intake-service/", "intake",
            "/triage-service/", "triage",
            "/notify-service/", "notify",
            "org.penah.stack.broker.Broker", "broker",
            "/testbed/target/keycloak/", "Keycloak",
            "bin/postgres", "PostgreSQL",
            "postgres: ", "PostgreSQL");

    private final Databases databases;
    private final List<Source> sources;
    private final AtomicInteger turn = new AtomicInteger();
    private final Desk desk;
    private final Path state;
    private final Random random = new Random();
    private final AtomicInteger received = new AtomicInteger();
    private long known;
    private final AtomicInteger errors = new AtomicInteger();

    private TipsAtTheDesk(Stack stack, Databases databases, List<Source> sources) throws IOException, InterruptedException {
        this.databases = databases;
        this.state = stack.state().root();
        this.sources = sources;
        this.desk = Desk.signIn(
                stack.ports().url(Port.TRIAGE),
                "aysel",
                stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal());
    }

    /**
     * Takes how many tips to measure for each row, and how many instances of intake-service and of triage-service. Prints the rows of a table,
     * and with one instance those of another, of bytes.
     */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("penah-bench");
        Stack stack = Stack.prepare(
                new Stack.Options(folder, true, false, Set.of("intake", "triage", "canary"), Set.of(), false),
                new Printed("tips at the desk"));
        try (stack) {
            stack.start();
            run(stack, Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
        } finally {
            try (Stream<Path> paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        // Clients keep threads.
        System.exit(0);
    }

    private static void run(Stack stack, int each, int instances) throws Exception {
        List<Source> sources = new ArrayList<>();
        try (Supervisor supervisor = new Supervisor(stack.state(), new Printed("tips at the desk"))) {
            for (int i = 0; i < instances; i++) {
                Map<String, String> triage = settings(instances);
                if (i == 0) {
                    // Keycloak knows the stack's own port.
                    triage.put("quarkus.http.port", Integer.toString(stack.ports().of(Port.TRIAGE)));
                }
                supervisor.startAgain(BuiltService.of(stack, "triage", "triage-" + i, triage));
                Map<String, String> intake = settings(instances);
                intake.putAll(NO_LIMITS);
                supervisor.startAgain(BuiltService.of(stack, "intake", "intake-" + i, intake));
                sources.add(new Source("http://localhost:" + intake.get("quarkus.http.port")));
            }
            new TipsAtTheDesk(
                            stack, new Databases(stack.state(), stack.ports().of(Port.POSTGRES)), List.copyOf(sources))
                    .measure(each);
        }
    }

    private static Map<String, String> settings(int instances) {
        Map<String, String> settings = new HashMap<>(BuiltService.freePorts());
        settings.put("JAVA_TOOL_OPTIONS", AS_SHIPPED);
        if (instances > 1) {
            // The stack's PostgreSQL takes 60 connections.
            settings.put("quarkus.datasource.reactive.max-size", Integer.toString(32 / (2 * instances)));
        }
        return settings;
    }

    private void measure(int each) throws Exception {
        System.out.printf(
                Locale.ROOT,
                "Instances of intake-service and of triage-service: %d. JDK %s, load %.1f at the beginning%n",
                sources.size(),
                Runtime.version(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        try (Connection triage = databases.connect("triage")) {
            sendMany(WARM_UP_TIPS);
            awaitRest(triage);
            // Before a rate that is too high leaves room in tables which later tips would take.
            if (sources.size() == 1) {
                measureBytes(triage);
            }
            known = number(triage, "select count(*) from tip") - received.get();
            System.out.println("| tips/s meanwhile | errors | measured | p50 | p99 | longest | on their way at the end, of which in the outbox | CPU, of "
                    + Runtime.getRuntime().availableProcessors() + " s a second | aim |");
            System.out.println("|---|---|---|---|---|---|---|---|---|");
            for (int rate : RATES) {
                measure(triage, each, rate);
                awaitRest(triage);
            }
        }
    }

    private void measure(Connection triage, int each, int rate) throws Exception {
        ScheduledExecutorService beat = Executors.newSingleThreadScheduledExecutor();
        ExecutorService others = Executors.newFixedThreadPool(64);
        List<Long> nanos = new ArrayList<>();
        try {
            if (rate > 0) {
                ScheduledFuture<?> ticking = beat.scheduleAtFixedRate(
                        () -> others.execute(this::sendTip), 0, 1_000_000 / rate, TimeUnit.MICROSECONDS);
                TimeUnit.SECONDS.sleep(5);
                if (ticking.isDone()) {
                    throw new IllegalStateException("nobody sends");
                }
            }
            errors.set(0);
            int receivedBefore = received.get();
            Map<String, Double> cpuBefore = cpuSeconds();
            long begun = System.nanoTime();
            while (nanos.size() < each && (rate == 0 || System.nanoTime() - begun < LONGEST_ROW_NANOS)) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
                nanos.add(untilItIsThere(triage));
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            Map<String, Double> cpu = cpuSeconds();
            double perSecond = (received.get() - receivedBefore - nanos.size()) / seconds;
            long notSent;
            try (Connection intake = databases.connect("intake")) {
                notSent = number(intake, "select count(*) from outbox where queue = 'penah.intake.triage'");
            }
            long waiting = received.get() + known - number(triage, "select count(*) from tip");
            beat.shutdownNow();
            others.shutdownNow();
            others.awaitTermination(60, TimeUnit.SECONDS);
            Collections.sort(nanos);
            StringBuilder shares = new StringBuilder();
            cpu.forEach((what, used) -> shares.append(
                    String.format(Locale.ROOT, "%s %.2f, ", what, (used - cpuBefore.getOrDefault(what, 0.0)) / seconds)));
            System.out.printf(
                    Locale.ROOT,
                    "| %.0f of %d | %d | %d | %s | %s | %s | %d, %d | %s | p99 under %s |%n",
                    perSecond,
                    rate,
                    errors.get(),
                    nanos.size(),
                    seconds(nanos, 0.5),
                    seconds(nanos, 0.99),
                    seconds(nanos, 1),
                    waiting,
                    notSent,
                    shares.substring(0, shares.length() - 2),
                    rate == 0 ? "0.5 s" : "2 s");
        } finally {
            beat.shutdownNow();
            others.shutdownNow();
        }
    }

    private static String seconds(List<Long> sorted, double share) {
        int at = (int) Math.ceil(sorted.size() * share) - 1;
        return String.format(Locale.ROOT, "%.3f s", sorted.get(Math.max(0, at)) / 1e9);
    }

    /** Others send to another queue, so that nobody has to know which tip is this one. */
    private long untilItIsThere(Connection triage) throws Exception {
        long before = desk.count("threat");
        long rowsBefore = number(triage, ROWS);
        Source source = next();
        Source.Form form = source.openForm();
        Tip tip = new Tip(Map.of("danger", "none", "topic", "threat", "message", TEXT), List.of());
        long sent = System.nanoTime();
        int status = source.send(form, tip).statusCode();
        if (status != 200) {
            throw new IOException("the form was answered with " + status);
        }
        received.incrementAndGet();
        while (System.nanoTime() - sent < PATIENCE_NANOS) {
            if (number(triage, ROWS) > rowsBefore && desk.count("threat") > before) {
                return System.nanoTime() - sent;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new IOException("a tip did not come");
    }

    private void sendMany(int tips) throws InterruptedException {
        ExecutorService clients = Executors.newFixedThreadPool(8);
        for (int i = 0; i < tips; i++) {
            clients.execute(this::sendTip);
        }
        clients.shutdown();
        if (!clients.awaitTermination(10, TimeUnit.MINUTES)) {
            throw new IllegalStateException("tips were not taken");
        }
    }

    private Source next() {
        return sources.get(Math.floorMod(turn.getAndIncrement(), sources.size()));
    }

    private void sendTip() {
        try {
            Tip tip = new Tip(Map.of("danger", "none", "topic", "other", "message", TEXT), List.of());
            Source source = next();
            if (source.send(source.openForm(), tip).statusCode() == 200) {
                received.incrementAndGet();
            } else {
                errors.incrementAndGet();
            }
        } catch (IOException broken) {
            errors.incrementAndGet();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitRest(Connection triage) throws Exception {
        long last = -1;
        for (long now = number(triage, "select count(*) from tip"); now != last; ) {
            last = now;
            TimeUnit.SECONDS.sleep(5);
            now = number(triage, "select count(*) from tip");
        }
    }

    /** Processor time by program, ours among them. */
    private static Map<String, Double> cpuSeconds() throws IOException {
        Map<String, Double> seconds = new TreeMap<>();
        add(seconds, "clients", ProcessHandle.current());
        for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
            try {
                String command = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
                for (Map.Entry<String, String> program : PROGRAMS.entrySet()) {
                    if (command.contains(program.getKey())) {
                        add(seconds, program.getValue(), process);
                        break;
                    }
                }
            } catch (IOException ended) {
                // Then it is in its parent's time.
            }
        }
        return seconds;
    }

    /** With that of processes which it started and which have ended, as PostgreSQL's do. */
    private static void add(Map<String, Double> seconds, String name, ProcessHandle process) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
        // proc_pid_stat(5): the command in brackets is the second field, and times from the 14th on are in hundredths of a second.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        double used = 0;
        for (int field = 14; field <= 17; field++) {
            used += Long.parseLong(fields[field - 3]) / 100.0;
        }
        seconds.merge(name, used, Double::sum);
    }

    private void measureBytes(Connection triage) throws Exception {
        Map<String, Long> before = bytes();
        int begun = received.get();
        sendMany(MEASURED_BYTES_TIPS);
        awaitRest(triage);
        Map<String, Long> after = bytes();
        double tips = received.get() - begun;
        System.out.printf(
                Locale.ROOT,
                "| on the disks, for each of %.0f tips of %d letters | KB | a year of 300 a day, if nothing goes |%n|---|---|---|%n",
                tips,
                TEXT.length());
        after.forEach((what, size) -> {
            double each = (size - before.getOrDefault(what, 0L)) / tips;
            if (Math.abs(each) >= 10) {
                System.out.printf(
                        Locale.ROOT, "| %s | %.2f | %.2f GB |%n", what, each / 1e3, each * TIPS_A_YEAR / 1e9);
            }
        });
        List<Long> alone = new ArrayList<>();
        List<Long> nothing = new ArrayList<>();
        for (int i = 0; i < ALONE; i++) {
            alone.add(written(triage, true));
            nothing.add(written(triage, false));
        }
        Collections.sort(alone);
        Collections.sort(nothing);
        System.out.printf(
                Locale.ROOT,
                "%nwrite-ahead log of a tip that comes alone behind a checkpoint, and the 2 s behind it: median of %d %.1f KB; of 2 s without one %.1f KB%n%n",
                ALONE,
                alone.get(ALONE / 2) / 1e3,
                nothing.get(ALONE / 2) / 1e3);
    }

    /** Bytes of the write-ahead log from a checkpoint on; PostgreSQL then logs each page whole when it is first touched. */
    private long written(Connection triage, boolean withTip) throws Exception {
        try (Statement statement = triage.createStatement()) {
            statement.execute("checkpoint");
        }
        long before = position(triage);
        if (withTip) {
            sendTip();
        }
        TimeUnit.SECONDS.sleep(2);
        return position(triage) - before;
    }

    private static long position(Connection triage) throws SQLException {
        return number(triage, "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint");
    }

    /** What takes up room, by what keeps it; the write-ahead log as written, of which PostgreSQL keeps a part. */
    private Map<String, Long> bytes() throws Exception {
        Map<String, Long> bytes = new TreeMap<>();
        for (String name : Databases.NAMES) {
            try (Connection database = databases.connect(name);
                    Statement statement = database.createStatement()) {
                // Rows of events that have left go first: their room is used again.
                statement.execute("vacuum");
                try (ResultSet tables = statement.executeQuery("select relname, pg_table_size(relid), pg_indexes_size(relid)"
                        + " from pg_statio_user_tables where schemaname = 'public'")) {
                    while (tables.next()) {
                        bytes.put("table " + name + "." + tables.getString(1), tables.getLong(2));
                        bytes.put("table " + name + "." + tables.getString(1) + ", indexes", tables.getLong(3));
                    }
                }
                bytes.put("database " + name + ", all of it", number(database, "select pg_database_size('" + name + "')"));
                statement.execute("checkpoint");
                bytes.put("write-ahead log, all that was written", position(database));
            }
        }
        for (String folder : List.of("blobs", "broker", "logs")) {
            bytes.put("folder " + folder, size(state.resolve(folder)));
        }
        bytes.put("folder pg_wal", size(state.resolve("postgres/data/pg_wal")));
        return bytes;
    }

    private static long size(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
