package org.penah.stack.system;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.penah.partner.answer.AnswerSender;
import org.penah.partner.attention.AlertMonitor;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.receive.Receiver;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.stack.Stack;
import org.penah.stack.keycloak.Keycloak;
import org.penah.stack.postgres.Databases;
import org.penah.stack.process.Progress;
import org.penah.stack.process.Supervisor;
import org.penah.stack.state.Port;
import org.penah.stack.story.Desk;
import org.penah.stack.story.Source;
import org.penah.stack.story.Tip;

/**
 * Measures the time from a source's POST to the alert that the partner has verified, opened and kept, while others send 50
 * tips a second. Everything runs on this machine: PostgreSQL, the broker, Keycloak, the three services as they are shipped,
 * partner-kit's receiver, and the clients.
 */
public final class AlertLatency {

    private static final int TIPS_PER_SECOND = 50;
    private static final int SLOT_SECONDS = 10;
    private static final int WARM_UP = 5;
    private static final long PATIENCE_SECONDS = 120;

    /** An alert's first arrival, by {@link System#nanoTime}. */
    private record Arrival(Alert alert, long at) {}

    private final String channel;
    private final Stack stack;
    private final Supervisor supervisor;
    private final Source source;
    private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
    private final Set<UUID> known = ConcurrentHashMap.newKeySet();
    private final Random random = new Random();
    private final List<Long> rang = new ArrayList<>();
    private final List<Long> called = new ArrayList<>();
    private @Nullable OnDuty onDuty;

    private AlertLatency(String channel, Stack stack, Map<String, String> intakePorts) {
        this.channel = channel;
        this.stack = stack;
        this.supervisor = new Supervisor(stack.state(), new StepReporter());
        this.source = new Source("http://localhost:" + intakePorts.get("quarkus.http.port"));
    }

    /**
     * Takes {@code edge}, {@code slots}, {@code staff}, which is told in slots of what waits at the desk, or {@code duty}, which is staff with their
     * phones and desks; and how many alerts to measure. Prints the rows of a table.
     */
    public static void main(String[] arguments) throws Exception {
        String channel = arguments[0];
        if (!Set.of("edge", "slots", "staff", "duty").contains(channel)) {
            throw new IllegalArgumentException("no such channel: " + channel);
        }
        Path folder = Files.createTempDirectory("penah-bench");
        Stack stack = Stack.prepare(
                new Stack.Options(folder, true, false, Set.of("intake", "notify", "partner", "canary"), Set.of(), false),
                new StepReporter());
        try (stack) {
            run(channel, Integer.parseInt(arguments[1]), stack);
        } finally {
            try (var paths = Files.walk(folder)) {
                for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        // Clients keep threads.
        System.exit(0);
    }

    private static void run(String channel, int alerts, Stack stack) throws Exception {
        stack.partner().introduce();
        Path profile = stack.state().folder("partner").resolve("profile.json");
        Files.writeString(
                profile, Files.readString(profile).replace("\"channel\":\"slots\"", "\"channel\":\"" + (channel.equals("edge") ? channel : "slots") + "\""));
        stack.start();
        Map<String, String> intake = new HashMap<>(BuiltService.freePorts());
        AlertLatency bench = new AlertLatency(channel, stack, intake);
        intake.putAll(OtherSources.NO_LIMITS);
        Map<String, String> notifier = new HashMap<>(BuiltService.freePorts());
        notifier.put(
                "penah.partners.acknowledgement-url",
                "http://localhost:" + notifier.get("quarkus.http.port") + "/partner/acknowledgements");
        notifier.put("penah.slots.length", SLOT_SECONDS + "s");
        if (bench.isForStaff()) {
            notifier.put("penah.partners.import-file", onDuty(stack).toString());
        }
        try (bench.supervisor) {
            bench.supervisor.startAgain(BuiltService.of(stack, "intake", "intake", intake));
            bench.supervisor.startAgain(BuiltService.of(stack, "notify", "notify", notifier));
            bench.measure(alerts);
        }
    }

    /** Penah's list of partners, in which the one that there is is of staff. */
    private static Path onDuty(Stack stack) throws IOException {
        Path partners = stack.partner().introduce();
        Path onDuty = partners.resolveSibling("on-duty.json");
        Files.writeString(
                onDuty,
                Files.readString(partners)
                        .replaceFirst("\"channel\":\"slots\"", "\"channel\":\"slots\",\"staff\":true"));
        return onDuty;
    }

    @SuppressWarnings("try") // receiver and courier run on their own threads
    private void measure(int alerts) throws Exception {
        Home home = new Home(
                stack.state().folder("partner"),
                stack.partner().credentialsFolder().resolve("safe-house.json"));
        Inbox inbox = new Inbox(home.inbox());
        PrintStream nobody = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
        try (OtherSources others = new OtherSources(List.of(source), 32);
                Receiver receiver = new Receiver(
                        home,
                        inbox,
                        new InetSocketAddress(InetAddress.getByName("localhost"), stack.ports().of(Port.PARTNER)),
                        this::arrived,
                        Clock.systemUTC(),
                        nobody);
                AnswerSender courier = channel.equals("edge") ? new AnswerSender(home, inbox.answers(), Clock.systemUTC(), new RoundMonitor(Clock.systemUTC())) : null) {
            Future<?> sending = others.sendAt(TIPS_PER_SECOND);
            for (int i = 0; i < WARM_UP; i++) {
                sendAlert(inbox);
            }
            if (channel.equals("duty")) {
                openTips();
                onDuty = onDuty(home, inbox);
            }
            int received = others.received();
            int errors = others.errors();
            long begun = System.nanoTime();
            List<Long> nanos = new ArrayList<>();
            int lost = 0;
            for (int i = 0; i < alerts; i++) {
                Long took = sendAlert(inbox);
                if (took == null) {
                    lost++;
                } else {
                    nanos.add(took);
                }
            }
            double perSecond = (others.received() - received) / ((System.nanoTime() - begun) / 1e9);
            errors = others.errors() - errors;
            if (sending.isDone()) {
                throw new IllegalStateException("nobody sends");
            }
            System.out.println("| what | of | not arrived | tips/s | errors | p50 | p99 | longest | aim |");
            System.out.println("|---|---|---|---|---|---|---|---|---|");
            print(channel, alerts, lost, nanos, perSecond, errors);
            if (onDuty != null) {
                print("the desk rings", rang.size(), countLost(rang), rang, perSecond, errors);
                print("a phone is called", called.size(), countLost(called), called, perSecond, errors);
            }
        } finally {
            if (onDuty != null) {
                onDuty.close();
            }
        }
    }

    private OnDuty onDuty(Home home, Inbox inbox) throws IOException, InterruptedException {
        Desk desk = Desk.signIn(
                stack.ports().url(Port.TRIAGE),
                "aysel",
                stack.state().secrets().getTyped(Keycloak.DEMO_PASSWORD).reveal());
        return new OnDuty(
                stack.state().folder("partner"), new AlertMonitor(inbox, home.identity(), Clock.systemUTC()), desk);
    }

    /** Takes out those that nobody heard. */
    private static int countLost(List<Long> nanos) {
        int all = nanos.size();
        nanos.removeIf(each -> each < 0);
        return all - nanos.size();
    }

    private void print(String what, int alerts, int lost, List<Long> nanos, double perSecond, int errors) {
        Collections.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "| %s | %d | %d | %.0f | %d | %s | %s | %s | p99 under %s |%n",
                what,
                alerts,
                lost,
                perSecond,
                errors,
                seconds(nanos, 0.5),
                seconds(nanos, 0.99),
                seconds(nanos, 1),
                switch (channel) {
                    case "edge" -> "2 s";
                    case "staff", "duty" -> "60 s";
                    default -> SLOT_SECONDS + 1 + " s";
                });
    }

    private static String seconds(List<Long> sorted, double share) {
        if (sorted.isEmpty()) {
            return "none";
        }
        int at = (int) Math.ceil(sorted.size() * share) - 1;
        return String.format(Locale.ROOT, "%.2f s", sorted.get(Math.max(0, at)) / 1e9);
    }

    private void arrived(Alert alert) {
        long now = System.nanoTime();
        if (known.add(alert.id())) {
            arrivals.add(new Arrival(alert, now));
        }
    }

    /**
     * Sends a report of danger at some moment of a slot and waits for its alert, of which there is one at a time: nothing in it
     * says which report it is of.
     *
     * @return nanoseconds; null if it did not arrive
     */
    private @Nullable Long sendAlert(Inbox inbox) throws IOException, InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt(channel.equals("edge") ? 500 : SLOT_SECONDS * 1000));
        Source.Form form = source.openForm();
        Tip tip = Tip.ofDanger("They wait in front of the house.", List.of());
        long sent = System.nanoTime();
        if (source.send(form, tip).statusCode() != 200) {
            return null;
        }
        Arrival arrival = arrivals.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (arrival == null) {
            return null;
        }
        if (onDuty != null) {
            onDuty.rang().forEach(at -> rang.add(at - sent));
            onDuty.called().forEach(at -> called.add(at - sent));
        }
        inbox.answers().give(arrival.alert(), Action.ACKNOWLEDGE);
        if (isForStaff()) {
            openTips();
        }
        if (onDuty != null) {
            onDuty.awaitCalm();
        }
        return arrival.at() - sent;
    }

    private boolean isForStaff() {
        return Set.of("staff", "duty").contains(channel);
    }

    /** Has somebody have opened what waits, or the calls for the first five would be the last. */
    private void openTips() throws IOException {
        try (Connection connection =
                        new Databases(stack.state(), stack.ports().of(Port.POSTGRES)).connect("triage");
                Statement statement = connection.createStatement()) {
            statement.execute("update tip set first_opened = current_date,"
                    + " due_by = to_timestamp(floor(extract(epoch from due_by) / 86400) * 86400)"
                    + " where lane = 'IMMINENT' and first_opened is null");
        } catch (SQLException refused) {
            throw new IOException(refused);
        }
    }

    private static final class StepReporter implements Progress {

        @Override
        public void step(String sentence) {
            System.err.println(sentence);
        }

        @Override
        public void line(String program, String line) {}
    }
}
