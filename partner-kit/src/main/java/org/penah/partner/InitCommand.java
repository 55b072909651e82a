package org.penah.partner;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.penah.partner.home.Home;
import org.penah.partner.home.PlatformCheck;
import org.penah.partner.home.Profile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "init",
        description = "Makes your keys and prints the profile to hand over to Penah. Never replaces keys.",
        mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

    @Option(names = "--dir", required = true, description = "The folder for your keys and alerts.")
    private Path folder;

    @Option(names = "--name", required = true, description = "Your name at Penah: lower-case letters, digits, hyphens.")
    private String name;

    @Option(names = "--url", required = true, description = "Where Penah is to send alerts.")
    private URI url;

    @Option(
            names = "--unconfirmed",
            description = "Send me alerts at once, before Penah's desk has confirmed what the source says.")
    private boolean acceptsSourceAsserted;

    @Option(
            names = "--channel",
            defaultValue = "slots",
            description = "slots: the same request every few seconds, so that nobody on the way sees when there is an"
                    + " alert. edge: a request for each alert; its timing is visible.")
    private String channel;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PlatformCheck.requireCapable(folder);
        PlatformCheck.warning().ifPresent(spec.commandLine().getErr()::println);
        try {
            Profile profile = new Home(folder).initialise(name, url, acceptsSourceAsserted, channel);
            spec.commandLine().getOut().println(JsonMapper.builder().build().writeValueAsString(profile));
            if (!profile.hasSlots()) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "penah-partner: with --channel edge an observer of your line, or of Penah's, sees when an"
                                        + " alert comes and when you answer. Without it nobody does.");
            }
            return 0;
        } catch (FileAlreadyExistsException keysExist) {
            throw new IOException(folder + " holds keys already; they are not replaced");
        }
    }
}
