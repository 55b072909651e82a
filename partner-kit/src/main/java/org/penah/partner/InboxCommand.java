package org.penah.partner;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.AlertText;
import org.penah.partner.inbox.Entry;
import org.penah.partner.inbox.Inbox;
import org.penah.sealing.age.HybridIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "inbox",
        description = "Shows the received alerts, the most pressing first.",
        mixinStandardHelpOptions = true)
final class InboxCommand implements Callable<Integer> {

    @Mixin
    private final HomeOptions options = new HomeOptions();

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Home home = options.home();
        Inbox inbox = new Inbox(home.inbox());
        HybridIdentity identity = home.identity();
        List<Entry> entries = inbox.entries(identity, Clock.systemUTC().instant());
        identity.destroy();
        PrintWriter out = spec.commandLine().getOut();
        for (Entry entry : entries) {
            out.print(AlertText.of(entry.alert()));
            entry.answers().forEach(given -> out.println("  " + AlertText.of(given, entry.own())));
            entry.reads().forEach(read -> out.println("  " + AlertText.of(read)));
            if (entry.waits()) {
                out.println(
                        entry.hasLapsed()
                                ? "  YOUR TIME IS OVER, AND OTHERS ARE CALLED: say again what you do."
                                : "  NOT ANSWERED YET.");
            }
            if (!entry.open()) {
                out.println("  It is over.");
            }
            out.println();
        }
        out.println(entries.isEmpty() ? "No alerts." : "Alerts: " + entries.size() + ".");
        return 0;
    }
}
