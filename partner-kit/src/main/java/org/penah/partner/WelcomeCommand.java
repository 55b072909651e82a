package org.penah.partner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.penah.partner.home.Fingerprint;
import org.penah.partner.home.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "welcome",
        description = {
            "Opens the file that Penah sent when it took you in, or when its keys changed, and puts it into your folder as"
                    + " penah.json.",
            "It prints the file's fingerprint: have Penah read theirs to you, and use nothing if they differ."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  penah-partner welcome --dir partner safe-house.penah.age")
final class WelcomeCommand implements Callable<Integer> {

    /** Such a file has about three thousand bytes. */
    private static final long MAX_BYTES = 64 * 1024;

    @Mixin
    private final HomeOptions options = new HomeOptions();

    @Parameters(paramLabel = "FILE", description = "The file from Penah.")
    private Path file;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        if (Files.size(file) > MAX_BYTES) {
            throw new IOException(file + " is too long to be from Penah");
        }
        byte[] sealed = Files.readAllBytes(file);
        Home home = options.home();
        home.welcome(sealed);
        spec.commandLine().getOut().println("Fingerprint: " + Fingerprint.of(sealed));
        return 0;
    }
}
