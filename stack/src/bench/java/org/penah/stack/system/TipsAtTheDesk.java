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
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
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
 * while others send none or many tips a second. Everything runs on this machine.
 */
public final class TipsAtTheDesk {

    /** As stack/compose.yaml starts them, whose memory is 384 MB. */
    private static final String AS_SHIPPED = "-Xmx134m -XX:MaxMetaspaceSize=128m -XX:ReservedCodeCacheSize=48m";

    private static final List<Integer> RATES = List.of(0, 50, 100, 150, 200);
    private static final int WARM_UP_TIPS = 3000;
    private static final long LONGEST_ROW_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(300);
    private static final String TIPS = "select count(*) from tip";
    private static final String ROWS = "select count(*) from tip where queue = 'threat'";

    /** How a command is told from others, and what the table calls it; nothing else here takes much time. */
    private static final Map<String, String> PROGRAMS = Map.of(
            "/intake-service/", "intake",
            "/triage-service/", "triage",
            "/notify-service/", "notify",
            "org.penah.stack.broker.Broker", "broker",
            "bin/postgres", "PostgreSQL",
            "postgres: ", "PostgreSQL");

    private final Databases databases;
    private final List<Source> sources;
    private final Desk desk;
    private final Path state;
    private final Random random = new Random();

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
     * and with one instance those of {@link TipBytes}.
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
                intake.putAll(OtherSources.NO_LIMITS);
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
            try (OtherSources others = new OtherSources(sources, 8)) {
                others.sendAll(WARM_UP_TIPS);
            }
            awaitRest(triage);
            // Before a rate that is too high leaves room in tables which later tips would take.
            if (sources.size() == 1) {
                new TipBytes(databases, state, sources).measure(triage);
            }
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
        List<Long> nanos = new ArrayList<>();
        long known = number(triage, TIPS);
        try (OtherSources others = new OtherSources(sources, 64)) {
            if (rate > 0) {
                Future<?> sending = others.sendAt(rate);
                TimeUnit.SECONDS.sleep(5);
                if (sending.isDone()) {
                    throw new IllegalStateException("nobody sends");
                }
            }
            int receivedBefore = others.received();
            int errorsBefore = others.errors();
            Map<String, Double> cpuBefore = cpuSeconds();
            long begun = System.nanoTime();
            while (nanos.size() < each && (rate == 0 || System.nanoTime() - begun < LONGEST_ROW_NANOS)) {
                TimeUnit.MILLISECONDS.sleep(random.nextInt(100));
                nanos.add(untilItIsThere(triage, others.next()));
            }
            double seconds = (System.nanoTime() - begun) / 1e9;
            Map<String, Double> cpu = cpuSeconds();
            double perSecond = (others.received() - receivedBefore) / seconds;
            long notSent;
            try (Connection intake = databases.connect("intake")) {
                notSent = number(intake, "select count(*) from outbox where queue = 'penah.intake.triage'");
            }
            long waiting = known + others.received() + nanos.size() - number(triage, TIPS);
            Collections.sort(nanos);
            StringBuilder shares = new StringBuilder();
            cpu.forEach((what, used) -> shares.append(
                    String.format(Locale.ROOT, "%s %.2f, ", what, (used - cpuBefore.getOrDefault(what, 0.0)) / seconds)));
            System.out.printf(
                    Locale.ROOT,
                    "| %.0f of %d | %d | %d | %s | %s | %s | %d, %d | %s | p99 under %s |%n",
                    perSecond,
                    rate,
                    others.errors() - errorsBefore,
                    nanos.size(),
                    seconds(nanos, 0.5),
                    seconds(nanos, 0.99),
                    seconds(nanos, 1),
                    waiting,
                    notSent,
                    shares.substring(0, shares.length() - 2),
                    rate == 0 ? "0.5 s" : "2 s");
        }
    }

    private static String seconds(List<Long> sorted, double share) {
        int at = (int) Math.ceil(sorted.size() * share) - 1;
        return String.format(Locale.ROOT, "%.3f s", sorted.get(Math.max(0, at)) / 1e9);
    }

    /** Others send to another queue, so that nobody has to know which tip is this one. */
    private long untilItIsThere(Connection triage, Source source) throws Exception {
        long before = desk.count("threat");
        long rowsBefore = number(triage, ROWS);
        Source.Form form = source.openForm();
        Tip tip = new Tip(Map.of("danger", "none", "topic", "threat", "message", OtherSources.TEXT), List.of());
        long sent = System.nanoTime();
        int status = source.send(form, tip).statusCode();
        if (status != 200) {
            throw new IOException("the form was answered with " + status);
        }
        while (System.nanoTime() - sent < PATIENCE_NANOS) {
            if (number(triage, ROWS) > rowsBefore && desk.count("threat") > before) {
                return System.nanoTime() - sent;
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
        throw new IOException("a tip did not come");
    }

    /** Waits until tips have stopped coming. */
    static void awaitRest(Connection triage) throws Exception {
        long last = -1;
        for (long now = number(triage, TIPS); now != last; ) {
            last = now;
            TimeUnit.SECONDS.sleep(5);
            now = number(triage, TIPS);
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

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
