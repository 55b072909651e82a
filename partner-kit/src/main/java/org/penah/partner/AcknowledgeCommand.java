package org.penah.partner;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.penah.partner.answer.Answers;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Inbox;
import org.penah.sealing.age.HybridIdentity;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "ack",
        description = "Tells Penah that you have seen an alert and take care of it.",
        mixinStandardHelpOptions = true)
final class AcknowledgeCommand implements Callable<Integer> {

    @Option(names = "--dir", required = true, description = "The folder that init made.")
    private Path folder;

    @Option(names = "--penah", description = "The file that Penah handed over; without it, penah.json in the folder.")
    private @Nullable Path handOver;

    @Option(
            names = "--now",
            description =
                    "Post the answer at once instead of with the next heartbeat: whoever watches your line sees it.")
    private boolean now;

    @Parameters(paramLabel = "ID", description = "The alert's id, or enough of its beginning.")
    private String id;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Home home = handOver == null ? new Home(folder) : new Home(folder, handOver);
        Inbox inbox = new Inbox(home.inbox());
        HybridIdentity identity = home.identity();
        Alert alert = inbox.find(id, identity)
                .orElseThrow(() -> new IOException("no alert, or more than one, has an id that begins so"));
        identity.destroy();
        new Answers(home, inbox, Clock.systemUTC()).acknowledge(alert, now);
        spec.commandLine().getOut().println("Penah knows that you have seen alert " + alert.id() + ".");
        return 0;
    }
}
