package org.penah.partner;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.penah.partner.answer.Answers;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Action;
import org.penah.partner.inbox.AlertText;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.sealing.age.HybridIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers an alert; each answer is a separate command. The last one counts. */
@Command(
        mixinStandardHelpOptions = true,
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:Penah knows your answer.",
            "1:It failed, and the message says why.",
            "2:The command line is invalid.",
            "3:Your answer is kept, but Penah does not know it yet."
        },
        footerHeading = "%nExample:%n",
        footer = "  penah-partner ${COMMAND-NAME} --dir partner 3c9a52d8")
abstract class AnswerCommand implements Callable<Integer> {

    static final int NOT_KNOWN_YET = 3;

    private final Action action;

    @Mixin
    private final HomeOptions options = new HomeOptions();

    @Option(
            names = "--now",
            description =
                    "Post the answer at once instead of with the next heartbeat: an observer of your line sees it.")
    private boolean now;

    @Parameters(paramLabel = "ID", description = "The alert's id, or enough of its beginning.")
    private String id;

    @Spec
    private CommandSpec spec;

    private AnswerCommand(Action action) {
        this.action = action;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = options.home();
        HybridIdentity identity = home.identity();
        Inbox inbox = new Inbox(home.inbox());
        Clock clock = Clock.systemUTC();
        KeptAlert kept = inbox.find(id, identity, clock.instant())
                .orElseThrow(() -> new IOException("no alert, or more than one, has an id with this beginning"));
        identity.destroy();
        PrintWriter out = spec.commandLine().getOut();
        if (kept.alert().isCancel()) {
            // It may have come since they looked.
            out.print(AlertText.of(kept.alert(), home.folder()));
        }
        if (!kept.alert().takes(kept.alert().seq(), action)) {
            throw new IOException("this alert is cancelled, and no answer was sent: only ack confirms a cancellation");
        }
        Answer answer = inbox.answers().give(kept.alert(), action);
        if (kept.own()) {
            out.println("Noted: " + action.word() + ". This was your own exercise; Penah is not told.");
            return 0;
        }
        boolean known = new Answers(home, inbox.answers(), clock).deliver(answer, now, said -> {
            out.println(said);
            out.flush();
        });
        if (known) {
            out.println("Penah knows: " + action.word() + ", alert " + answer.alert() + ".");
            if (isUncounted(home, inbox, clock, answer)) {
                out.println(AlertText.UNCOUNTED);
            }
            return 0;
        }
        spec.commandLine()
                .getErr()
                .println(
                        "penah-partner: your answer is kept and goes with the next heartbeat, but none has come: is"
                                + " penah-partner receive running? With --now it is posted at once, which an observer of your line sees.");
        return NOT_KNOWN_YET;
    }

    private static boolean isUncounted(Home home, Inbox inbox, Clock clock, Answer answer) throws IOException {
        HybridIdentity identity = home.identity();
        try {
            return inbox.find(answer.alert().toString(), identity, clock.instant())
                    .filter(kept -> kept.alert().isUncounted())
                    .isPresent();
        } finally {
            identity.destroy();
        }
    }

    @Command(
            name = "ack",
            description = "You have seen an alert and take care of it: for four hours nobody else is called.")
    static final class Acknowledge extends AnswerCommand {
        Acknowledge() {
            super(Action.ACKNOWLEDGE);
        }
    }

    @Command(
            name = "claim",
            description = "You work on it now, for 60 minutes: claim it again before they end, or it goes to others.")
    static final class Claim extends AnswerCommand {
        Claim() {
            super(Action.CLAIM);
        }
    }

    @Command(
            name = "need-info",
            description =
                    "You have seen it and cannot act on what it says: Penah's desk is asked, and others are called.")
    static final class NeedInfo extends AnswerCommand {
        NeedInfo() {
            super(Action.NEED_INFO);
        }
    }

    @Command(name = "decline", description = "You cannot help: others are called at once.")
    static final class Decline extends AnswerCommand {
        Decline() {
            super(Action.DECLINE);
        }
    }

    @Command(name = "release", description = "You had it and give it back: others are called at once.")
    static final class Release extends AnswerCommand {
        Release() {
            super(Action.RELEASE);
        }
    }

    @Command(name = "resolve", description = "You have done what could be done: Penah's desk ends it, or continues.")
    static final class Resolve extends AnswerCommand {
        Resolve() {
            super(Action.RESOLVE);
        }
    }
}
