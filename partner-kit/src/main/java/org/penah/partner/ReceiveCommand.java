package org.penah.partner;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.penah.partner.answer.AnswerSender;
import org.penah.partner.answer.Answers;
import org.penah.partner.answer.Details;
import org.penah.partner.answer.DetailsFetcher;
import org.penah.partner.attention.AlertMonitor;
import org.penah.partner.attention.NudgeFile;
import org.penah.partner.attention.NudgeSender;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.AlertText;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.page.PageServer;
import org.penah.partner.phone.PhoneRegistry;
import org.penah.partner.receive.ConnectionStatus;
import org.penah.partner.receive.Receiver;
import org.penah.partner.rounds.RoundMonitor;
import org.penah.sealing.age.HybridIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "receive",
        description = {
            "Receives alerts until it is stopped, and prints them in plain words.",
            "Where it does not run in a terminal, it prints only that one has come."
        },
        mixinStandardHelpOptions = true)
final class ReceiveCommand implements Callable<Integer> {

    @Mixin
    private final HomeOptions options = new HomeOptions();

    @Option(names = "--host", defaultValue = "127.0.0.1", description = "The address to listen on.")
    private String host;

    @Option(names = "--port", defaultValue = "8084", description = "The port to listen on.")
    private int port;

    @Option(
            names = "--page",
            defaultValue = "8094",
            description = "The port of the page for people, on this machine alone; 0 takes a free one.")
    private int page;

    @Option(
            names = "--phone",
            arity = "0..1",
            fallbackValue = PhoneCommand.PORT,
            description = "Serve the page for phones, to tor alone, at this port of this machine (${FALLBACK-VALUE});"
                    + " see penah-partner phone.")
    private @Nullable Integer phone;

    @Option(
            names = "--auto-acknowledge",
            description = "FOR DEMONSTRATIONS ONLY: tells Penah that a human has seen each alert, when nobody has.")
    private boolean autoAcknowledge;

    @Option(
            names = "--acknowledge-tests",
            description = "For canary partners: acknowledges Penah's own test alerts by itself, and no other.")
    private boolean acknowledgeTests;

    @Option(
            names = "--fetch-details",
            description =
                    "Ask every two minutes for what Penah's staff write for you. On your line it looks the same when"
                            + " there is nothing, but it shows that you are a partner of Penah. Without it, fetching shows.")
    private boolean fetchDetails;

    /** Messages that come again and need no second answer. */
    private static final int MOST_DONE = 1000;

    private final PrintStream screen = Screen.on(System.out);

    @Override
    @SuppressWarnings("try") // the page and the courier run on their own threads
    public Integer call() throws Exception {
        Home home = options.home();
        Inbox inbox = new Inbox(home.inbox());
        Receiver.Arrivals arrivals = arrivals(home, inbox);
        Clock clock = Clock.systemUTC();
        HybridIdentity identity = home.identity();
        AlertMonitor watch = new AlertMonitor(inbox, identity, clock);
        RoundMonitor rounds = new RoundMonitor(clock);
        InetSocketAddress address = new InetSocketAddress(host, port);
        boolean isRead = Optional.ofNullable(System.console())
                .filter(ReceiveCommand::isRead)
                .isPresent();
        Function<Alert, String> words = isRead ? alert -> AlertText.of(alert, home.folder()) : AlertText::ofArrival;
        try (Receiver receiver =
                        new Receiver(home, inbox, address, arrivals, clock, screen, words, Receiver.ANSWER_AFTER);
                @Nullable PageServer served = serve(home, watch, inbox, pulse(receiver, watch, rounds));
                @Nullable PageServer phones = servePhones(home, watch, inbox, pulse(receiver, watch, rounds), clock);
                @Nullable NudgeSender nudger = nudger(home, watch, pulse(receiver, watch, rounds), rounds);
                @Nullable DetailsFetcher details = fetchDetails ? details(home, watch, clock, rounds) : null;
                @Nullable
                        AnswerSender courier = home.profile().hasSlots()
                                ? null
                                : new AnswerSender(home, inbox.answers(), clock, rounds)) {
            screen.println("Receiving alerts on " + host + ":" + receiver.port() + ".");
            while (true) {
                Thread.sleep(1000);
                rounds.look(screen);
            }
        } finally {
            identity.destroy();
            screen.close();
        }
    }

    /** Whether a person sees what is printed; from Java 22 on, there may be a console that is none. */
    private static boolean isRead(Console console) {
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException olderJava) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }

    /** How it stands with the line from Penah, with the disk, and with the work of this program. */
    static Supplier<ConnectionStatus> pulse(Receiver receiver, AlertMonitor watch, RoundMonitor rounds) {
        return () -> receiver.pulse().withHangingDisk(watch.hangsSince()).withLate(rounds.late());
    }

    /** Alerts must be received even where the page cannot be shown. */
    private @Nullable PageServer serve(Home home, AlertMonitor watch, Inbox inbox, Supplier<ConnectionStatus> pulse) {
        try {
            PageServer served = new PageServer(page, home.pageCode(), watch, inbox.answers(), pulse);
            screen.println("The page for people is http://127.0.0.1:" + served.port() + "/ and its code is in "
                    + home.pageCode() + ".");
            return served;
        } catch (IOException taken) {
            screen.println("NO PAGE: port " + page + " cannot be used, or page.code cannot be read ("
                    + taken.getMessage() + "). Alerts are received and printed here. Choose another with --page.");
            return null;
        }
    }

    private @Nullable PageServer servePhones(
            Home home, AlertMonitor watch, Inbox inbox, Supplier<ConnectionStatus> pulse, Clock clock) {
        if (phone == null) {
            return null;
        }
        try {
            PhoneRegistry people = new PhoneRegistry(home.phones(), clock);
            PageServer served = new PageServer(phone, people, watch, inbox.answers(), pulse);
            screen.println("The page for phones waits for tor at 127.0.0.1:" + served.port() + ".");
            return served;
        } catch (IOException taken) {
            screen.println("NO PAGE FOR PHONES: port " + phone + " cannot be used (" + taken.getMessage()
                    + "). Alerts are received. Choose another with --phone.");
            return null;
        }
    }

    private @Nullable NudgeSender nudger(
            Home home, AlertMonitor watch, Supplier<ConnectionStatus> pulse, RoundMonitor rounds) {
        if (!Files.exists(home.nudgeFile())) {
            screen.println("NO NUDGE: without nudge.json in your folder, nobody is called who is not at the page.");
            return null;
        }
        try {
            NudgeFile file = NudgeFile.read(home.nudgeFile());
            if (!file.isOnBeat()) {
                screen.println(NudgeFile.SHOWS);
            }
            return new NudgeSender(file, watch, () -> pulse.get().unwellSince(), screen, rounds);
        } catch (IOException wrong) {
            screen.println("NO NUDGE: " + wrong.getMessage() + ". Alerts are received; mend the file and start again.");
            return null;
        }
    }

    private DetailsFetcher details(Home home, AlertMonitor watch, Clock clock, RoundMonitor rounds) {
        return new DetailsFetcher(
                home,
                () -> watch.alerts().stream()
                        .filter(KeptAlert::open)
                        .map(KeptAlert::alert)
                        .flatMap(alert -> Details.Ready.of(alert).stream())
                        .toList(),
                clock,
                screen,
                rounds);
    }

    private Receiver.Arrivals arrivals(Home home, Inbox inbox) {
        if (autoAcknowledge) {
            warn();
            return automatic(home, inbox, alert -> true);
        }
        return acknowledgeTests ? automatic(home, inbox, alert -> alert.status().equals("Test")) : alert -> {};
    }

    private void warn() {
        screen.println("""
            ************************************************************************
            * AUTO-ACKNOWLEDGE IS ON. Penah will believe that a human has seen     *
            * each alert, when nobody has. Never use this outside a demonstration. *
            ************************************************************************\
            """);
    }

    private Receiver.Arrivals automatic(Home home, Inbox inbox, Predicate<Alert> which) {
        Answers answers = new Answers(home, inbox.answers(), Clock.systemUTC());
        ExecutorService one = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "auto-acknowledge");
            thread.setDaemon(true);
            return thread;
        });
        Set<String> done = Collections.newSetFromMap(new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > MOST_DONE;
            }
        });
        return alert -> one.execute(() -> {
            if (which.test(alert)
                    && !done.contains(alert.id() + "." + alert.seq())
                    && acknowledge(answers, inbox, alert)) {
                done.add(alert.id() + "." + alert.seq());
            }
        });
    }

    /** A failure waits for the next delivery of the same message: it comes until it is answered. */
    private boolean acknowledge(Answers answers, Inbox inbox, Alert alert) {
        try {
            boolean known = answers.deliver(inbox.answers().give(alert, Action.ACKNOWLEDGE), false, waiting -> {});
            if (known) {
                screen.println("AUTO-ACKNOWLEDGED alert " + alert.id() + ", message " + alert.seq()
                        + ". No human has seen it.");
            }
            return known;
        } catch (IOException notTaken) {
            screen.println("Could not acknowledge: " + notTaken.getMessage() + ".");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
