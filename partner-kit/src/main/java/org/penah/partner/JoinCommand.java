package org.penah.partner;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.Fingerprint;
import org.penah.partner.home.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "join",
        description = {
            "Answers an invitation of Penah: prints one line to send back, signed with your key. Nothing in it is secret.",
            "Below it is the fingerprint that Penah asks for by telephone."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  penah-partner join --dir partner join-8c1d4e5f6a7b40918273645546372819")
final class JoinCommand implements Callable<Integer> {

    @Mixin
    private final HomeOptions options = new HomeOptions();

    @Parameters(paramLabel = "INVITATION", description = "What Penah sent: join- and 32 letters and digits.")
    private String challenge;

    @Option(names = "--url", description = "Where Penah is to send alerts from now on, if that has changed.")
    private @Nullable URI url;

    @Option(names = "--channel", description = "slots or edge, if that has changed.")
    private @Nullable String channel;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Home home = options.home();
        home.change(url, channel);
        String statement = home.join(challenge, Clock.systemUTC().instant());
        spec.commandLine().getOut().println(statement);
        spec.commandLine().getErr().println("Fingerprint: " + Fingerprint.of(statement));
        return 0;
    }
}
