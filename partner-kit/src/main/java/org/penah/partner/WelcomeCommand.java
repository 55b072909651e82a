package org.penah.partner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.penah.partner.home.Fingerprint;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "welcome",
        description = {
            "Opens the file that Penah sent when it took you in, or when its keys changed, and puts it into your folder as"
                    + " penah.json.",
            "It prints the file's fingerprint: have Penah read theirs to you, and do not use the file if they differ.",
            "A later file is taken if its maker has Penah's keys of now, or if you give the fingerprint that Penah"
                    + " reads to you; the one before stays as penah.json.before."
        },
        mixinStandardHelpOptions = true,
        footerHeading = "%nExample:%n",
        footer = "  penah-partner welcome --dir partner safe-house.penah.age")
final class WelcomeCommand implements Callable<Integer> {

    /** Such a file has about three thousand bytes. */
    private static final long MAX_BYTES = 64 * 1024;

    @Mixin
    private final HomeOptions options = new HomeOptions();

    @Option(names = "--fingerprint", description = "The file's fingerprint, as Penah read it to you.")
    private @Nullable String heard;

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
        String fingerprint = Fingerprint.of(sealed);
        if (heard != null && !digits(heard).equals(digits(fingerprint))) {
            throw new IOException("the file's fingerprint differs: do not use the file, and tell Penah");
        }
        options.home().welcome(sealed, heard != null);
        spec.commandLine().getOut().println("Fingerprint: " + fingerprint);
        return 0;
    }

    private static String digits(String fingerprint) {
        return fingerprint.replaceAll("\\s", "").toLowerCase(Locale.ROOT);
    }
}
