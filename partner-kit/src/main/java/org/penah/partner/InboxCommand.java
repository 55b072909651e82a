package org.penah.partner;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.PlainWords;
import org.penah.sealing.age.HybridIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "inbox",
        description = "Shows the alerts that were received, the first to be answered first.",
        mixinStandardHelpOptions = true)
final class InboxCommand implements Callable<Integer> {

    @Option(names = "--dir", required = true, description = "The folder that init made.")
    private Path folder;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Home home = new Home(folder);
        Inbox inbox = new Inbox(home.inbox());
        HybridIdentity identity = home.identity();
        List<Alert> alerts = inbox.latest(identity);
        identity.destroy();
        PrintWriter out = spec.commandLine().getOut();
        for (Alert alert : alerts) {
            out.print(PlainWords.of(alert));
            out.println(inbox.isAcknowledged(alert) ? "  You have answered this message." : "  NOT ANSWERED YET.");
            out.println();
        }
        out.println(alerts.isEmpty() ? "No alerts." : "Alerts: " + alerts.size() + ".");
        return 0;
    }
}
