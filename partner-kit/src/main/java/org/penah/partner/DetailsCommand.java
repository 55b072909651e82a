package org.penah.partner;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.penah.partner.answer.Details;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Inbox;
import org.penah.partner.inbox.KeptAlert;
import org.penah.sealing.age.HybridIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "details",
        description = {
            "Fetches what Penah's staff wrote for you about an alert, once, and shows it. Penah writes down that it"
                    + " was read.",
            "An observer of your line sees that something was fetched, unless penah-partner receive --fetch-details has"
                    + " done it before. It is kept sealed; shown again, nothing is fetched."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  penah-partner details --dir partner 3c9a52d8")
final class DetailsCommand implements Callable<Integer> {

    @Mixin
    private final HomeOptions options = new HomeOptions();

    @Parameters(paramLabel = "ID", description = "The alert's id, or enough of its beginning.")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = options.home();
        Clock clock = Clock.systemUTC();
        HybridIdentity identity = home.identity();
        try {
            Inbox inbox = new Inbox(home.inbox());
            KeptAlert kept = inbox.find(id, identity, clock.instant())
                    .orElseThrow(() -> new IOException("no alert, or more than one, has an id with this beginning"));
            String text = String.join("\n\n", new Details(home, clock).read(kept.alert(), identity, this::warn));
            // No text can send control characters to the terminal.
            spec.commandLine().getOut().println(text.replaceAll("[\\p{Cntrl}&&[^\n]]", "?"));
            inbox.details().shown(kept.alert().id(), null, clock.instant());
            return 0;
        } finally {
            identity.destroy();
        }
    }

    private void warn() {
        spec.commandLine()
                .getErr()
                .println("penah-partner: fetching at once; an observer of your line sees it. penah-partner receive"
                        + " --fetch-details asks on a beat.");
    }
}
