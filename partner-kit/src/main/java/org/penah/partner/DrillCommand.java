package org.penah.partner;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.AnswerLog;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.partner.inbox.SelfTest;
import org.penah.sealing.age.HybridIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "drill",
        description = {
            "Puts an exercise into your inbox and measures how long it takes until a human answers it, on the page or"
                    + " by command.",
            "Nobody outside sees it: it tries your people, the sound and the nudge, not the line. For the whole way,"
                    + " ask Penah's staff for an exercise; with --past you see both kinds."
        },
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:A human answered.",
            "1:It failed, and the message says why.",
            "2:The command line is wrong.",
            "3:Nobody answered in time."
        },
        footerHeading = "%nExample:%n",
        footer = "  penah-partner drill --dir partner --wait 15")
final class DrillCommand implements Callable<Integer> {

    private static final int NOBODY = 3;
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Mixin
    private final HomeOptions options = new HomeOptions();

    @Option(names = "--wait", defaultValue = "15", description = "Minutes to wait for an answer; default: 15.")
    private int minutes;

    @Option(names = "--past", description = "Only show past exercises, yours and Penah's, and how long each took.")
    private boolean past;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = options.home();
        Inbox inbox = new Inbox(home.inbox());
        HybridIdentity identity = home.identity();
        try {
            return past ? showPast(inbox, identity) : drill(home, inbox, identity);
        } finally {
            identity.destroy();
        }
    }

    private int drill(Home home, Inbox inbox, HybridIdentity identity) throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Alert alert = SelfTest.place(
                inbox, home.profile(), identity, Clock.systemUTC().instant());
        out.println("An exercise is in your inbox: " + alert.id() + ". Waiting for a human to answer it, " + minutes
                + " minutes at most.");
        out.flush();
        long started = System.nanoTime();
        long patience = Duration.ofMinutes(minutes).toNanos();
        while (System.nanoTime() - started < patience) {
            List<AnswerLog.Given> given = inbox.answers().given(alert.id());
            if (!given.isEmpty()) {
                long seconds = Duration.ofNanos(System.nanoTime() - started).toSeconds();
                out.println("A human answered after " + seconds + " seconds: "
                        + given.get(0).answer().action().word() + ".");
                return 0;
            }
            Thread.sleep(LOOK.toMillis());
        }
        out.println("NOBODY ANSWERED within " + minutes + " minutes.");
        return NOBODY;
    }

    private int showPast(Inbox inbox, HybridIdentity identity) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<KeptAlert> drills = inbox.alerts(identity, Clock.systemUTC().instant()).stream()
                .filter(kept -> kept.alert().status().equals("Exercise"))
                .toList();
        for (KeptAlert drill : drills) {
            String took = drill.answers().isEmpty()
                    ? "nobody answered"
                    : "answered after "
                            + Duration.between(
                                            drill.arrived(),
                                            drill.answers().get(0).at())
                                    .toSeconds()
                            + " seconds";
            out.println(TIME.format(drill.arrived()) + "  " + (drill.own() ? "your own " : "Penah's  ") + "  " + took);
        }
        out.println(drills.isEmpty() ? "No exercises." : "Exercises: " + drills.size() + ".");
        return 0;
    }
}
