package org.penah.partner;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.AlertText;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
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
        // First what must be there: a folder that was typed wrongly is not made.
        HybridIdentity identity = home.identity();
        Inbox inbox = new Inbox(home.inbox());
        List<KeptAlert> alerts = inbox.alerts(identity, Clock.systemUTC().instant());
        identity.destroy();
        PrintWriter out = spec.commandLine().getOut();
        for (KeptAlert kept : alerts) {
            out.print(AlertText.of(kept.alert(), home.folder()));
            kept.answers().forEach(given -> out.println("  " + AlertText.of(given, kept.own())));
            kept.reads().forEach(read -> out.println("  " + AlertText.of(read)));
            if (kept.open() && kept.alert().isUncounted()) {
                out.println("  " + AlertText.UNCOUNTED);
            }
            if (kept.waits()) {
                out.println(
                        kept.hasLapsed()
                                ? "  YOUR TIME IS OVER, AND OTHERS ARE CALLED: say again what you do."
                                : "  NOT ANSWERED YET.");
            }
            if (!kept.open()) {
                out.println("  It is over.");
            }
            out.println();
        }
        out.println(alerts.isEmpty() ? "No alerts." : "Alerts: " + alerts.size() + ".");
        return 0;
    }
}
