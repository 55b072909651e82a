package org.penah.canary;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.receipt.Receipt;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "run",
        description =
                "Sends a canary tip about every hour, sooner after a failure, until it is stopped; prints how far each one got."
                        + " Until it has sent two forms, it tries about every 15 s.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes, with --once:%n",
        exitCodeList = {"0:The tip went the whole way.", "1:It did not, and the message says how far it got."})
final class RunCommand implements Callable<Integer> {

    /** After a start the onion address may not be published yet, or intake-service starts again with new keys. */
    private static final Duration AT_FIRST = Duration.ofSeconds(15);

    /** The form treats more than three an hour on one circuit as a flood, and a canary tip needs two. */
    private static final int FORMS_AT_FIRST = 1;

    private static final Duration AFTER_NOBODY = Duration.ofMinutes(5);
    private static final Duration AFTER_FAILURE = Duration.ofMinutes(30);

    @Option(names = "--receipt", required = true, paramLabel = "FILE", description = "The file that init made.")
    private Path receipt;

    @Option(
            names = "--url",
            required = true,
            paramLabel = "URL",
            description = "Where sources find Penah, such as http://….onion.")
    private URI url;

    @Option(
            names = "--tor",
            paramLabel = "HOST:PORT",
            description = "The SOCKS port of the tor that carries all requests; without it they go directly.")
    private @Nullable String tor;

    @Option(
            names = "--every",
            defaultValue = "PT1H",
            paramLabel = "TIME",
            description = "The pause between two tips (ISO 8601; default: ${DEFAULT-VALUE}).")
    private Duration every;

    @Option(
            names = "--fill-in",
            defaultValue = "PT10S",
            paramLabel = "TIME",
            description = "How long to wait before the form is sent: it refuses what is sent faster than a person types"
                    + " (default: ${DEFAULT-VALUE}).")
    private Duration fillIn;

    @Option(
            names = "--patience",
            defaultValue = "PT15M",
            paramLabel = "TIME",
            description = "How long to wait for the answer (default: ${DEFAULT-VALUE}).")
    private Duration patience;

    @Option(names = "--once", description = "Send one and stop.")
    private boolean once;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Receipt kept = ReceiptFile.read(receipt);
        SourcePages pages = new SourcePages(url, proxy());
        CanaryTip tip = new CanaryTip(pages, kept, fillIn, patience);
        Result result = send(tip);
        while (!once) {
            TimeUnit.NANOSECONDS.sleep(pause(result, pages.formsSent()).toNanos());
            result = send(tip);
        }
        return result == Result.WHOLE_WAY ? 0 : 1;
    }

    private enum Result {
        WHOLE_WAY,
        UNREACHABLE,
        UNKNOWN_TO_PENAH,
        FAILED
    }

    private Result send(CanaryTip tip) throws InterruptedException {
        try {
            Duration took = tip.send();
            say("A canary tip went the whole way; the answer was there after " + took.toSeconds() + " s.");
            return Result.WHOLE_WAY;
        } catch (IOException failed) {
            say("A CANARY TIP DID NOT GO THE WHOLE WAY: " + failed.getMessage() + ".");
            return failed instanceof UnknownToPenahException
                    ? Result.UNKNOWN_TO_PENAH
                    : failed instanceof ConnectException ? Result.UNREACHABLE : Result.FAILED;
        }
    }

    /** Varies by up to a quarter, so that no relay of Tor sees us in the same minute of every hour. */
    private Duration pause(Result before, int formsSent) {
        Duration wanted =
                switch (before) {
                    case WHOLE_WAY, UNKNOWN_TO_PENAH -> every;
                    case UNREACHABLE -> formsSent > FORMS_AT_FIRST ? AFTER_NOBODY : AT_FIRST;
                    // The form treats more than three an hour on one circuit as a flood.
                    case FAILED -> AFTER_FAILURE;
                };
        Duration pause = wanted.compareTo(every) < 0 ? wanted : every;
        return Duration.ofMillis((long) (pause.toMillis() * (0.75 + new SecureRandom().nextDouble() / 2)));
    }

    private void say(String words) {
        spec.commandLine().getOut().println(words);
        spec.commandLine().getOut().flush();
    }

    private Proxy proxy() {
        if (tor == null) {
            return Proxy.NO_PROXY;
        }
        URI place = URI.create("socks://" + tor);
        if (place.getHost() == null || place.getPort() < 0) {
            throw new IllegalArgumentException("--tor is not HOST:PORT");
        }
        return new Proxy(Proxy.Type.SOCKS, new InetSocketAddress(place.getHost(), place.getPort()));
    }
}
