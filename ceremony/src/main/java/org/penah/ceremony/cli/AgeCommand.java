package org.penah.ceremony.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.ceremony.PrivateFile;
import org.penah.ceremony.SealedIdentity;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.AgeEncryptor;
import org.penah.sealing.age.Armor;
import org.penah.sealing.age.ArmorEncoder;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.Identity;
import org.penah.sealing.age.PassphraseIdentity;
import org.penah.sealing.age.PassphraseRecipient;
import org.penah.sealing.age.Recipient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code penah age}, with the flags of {@code age} where they exist. */
@Command(
        name = "age",
        description = "Seals and opens age files; post-quantum keys, and everything that age 1.2 makes.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(keygen | encrypt | decrypt)",
        footer = {
            "",
            "Examples:",
            "  ./penah age keygen -o key.age",
            "  ./penah age encrypt -r age1pq1… -o tip.age tip.zip",
            "  ./penah age decrypt -i key.age -o tip.zip tip.age"
        })
final class AgeCommand {

    private static final String VARIABLE = "AGE_PASSPHRASE";
    private static final Path STANDARD = Path.of("-");

    private final Terminal terminal;

    AgeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Command(
            description = "Makes a post-quantum identity, sealed to a passphrase, and prints its recipient.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "The passphrase comes from the terminal or from " + VARIABLE + ".",
                "Example:  ./penah age keygen -o key.age"
            })
    int keygen(
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Default: standard output.")
                    @Nullable
                    Path output)
            throws IOException {
        char[] passphrase = terminal.newPassphrase("the new identity", VARIABLE);
        HybridIdentity identity = HybridIdentity.generate();
        byte[] sealed = SealedIdentity.seal(identity, PassphraseRecipient.of(passphrase))
                .getBytes(StandardCharsets.US_ASCII);
        Arrays.fill(passphrase, '\0');
        try (OutputStream out = output(output)) {
            out.write(sealed);
        }
        terminal.err().println("Recipient: " + identity.recipient());
        identity.destroy();
        return 0;
    }

    @Command(
            description = "Seals a file, or standard input.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Examples:",
                "  ./penah age encrypt -R queue.pub -o tip.age tip.zip",
                "  tar c folder | ./penah age encrypt -p -a > folder.tar.age"
            })
    int encrypt(
            @Option(
                            names = {"-r", "--recipient"},
                            paramLabel = "RECIPIENT",
                            description = "age1pq1… or age1…; may be repeated.")
                    @Nullable
                    List<String> recipients,
            @Option(
                            names = {"-R", "--recipients-file"},
                            paramLabel = "FILE",
                            description = "Recipients, one a line.")
                    @Nullable
                    List<Path> files,
            @Option(
                            names = {"-p", "--passphrase"},
                            description = "Seal to a passphrase (terminal or " + VARIABLE + ").")
                    boolean withPassphrase,
            @Option(
                            names = {"-a", "--armor"},
                            description = "Write text instead of bytes.")
                    boolean armored,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Default: standard output.")
                    @Nullable
                    Path output,
            @Parameters(arity = "0..1", paramLabel = "INPUT", description = "Default: standard input.") @Nullable
                    Path input)
            throws IOException {
        List<Recipient> to = recipients(recipients, files);
        if (withPassphrase) {
            char[] passphrase = terminal.newPassphrase("the new file", VARIABLE);
            to.add(PassphraseRecipient.of(passphrase));
            Arrays.fill(passphrase, '\0');
        }
        if (to.isEmpty()) {
            throw new RefusedException("name whom to seal to, with -r, -R or -p");
        }
        try (InputStream plain = input(input);
                OutputStream out = output(output)) {
            sealAs(armored, plain, to, out);
        } catch (IOException | RuntimeException e) {
            // Half a sealed file opens for nobody; it would only be in the way of the next try.
            if (output != null && !(e instanceof FileSystemException)) {
                Files.deleteIfExists(output);
            }
            throw e;
        }
        return 0;
    }

    private static void sealAs(boolean armored, InputStream plain, List<Recipient> to, OutputStream out)
            throws IOException {
        if (!armored) {
            seal(plain, to, out);
            return;
        }
        try (var armor = new ArmorEncoder(out)) {
            seal(plain, to, armor);
            armor.finish();
        }
    }

    private static void seal(InputStream plain, List<Recipient> to, OutputStream sealed) throws IOException {
        try (var encryptor = AgeEncryptor.start(to, sealed)) {
            plain.transferTo(encryptor);
            encryptor.finish();
        }
    }

    private static List<Recipient> recipients(@Nullable List<String> named, @Nullable List<Path> files)
            throws IOException {
        var recipients = new ArrayList<Recipient>();
        if (named != null) {
            named.forEach(text -> recipients.add(Recipient.parse(text)));
        }
        if (files != null) {
            for (Path file : files) {
                Files.readString(file)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .forEach(line -> recipients.add(Recipient.parse(line.strip())));
            }
        }
        return recipients;
    }

    @Command(
            description = "Opens a file, or standard input. Writes only what was verified.",
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Without -i the file opens with a passphrase. An identity file may itself be sealed to one.",
                "Both come from the terminal or from " + VARIABLE + ".",
                "Example:  ./penah age decrypt -i key.age -o tip.zip tip.age"
            })
    int decrypt(
            @Option(
                            names = {"-i", "--identity"},
                            paramLabel = "FILE",
                            description = "May be repeated.")
                    @Nullable
                    List<Path> files,
            @Option(
                            names = {"-o", "--output"},
                            paramLabel = "FILE",
                            description = "Default: standard output.")
                    @Nullable
                    Path output,
            @Parameters(arity = "0..1", paramLabel = "INPUT", description = "Default: standard input.") @Nullable
                    Path input)
            throws IOException {
        // A file that is not there needs no passphrase.
        try (InputStream in = input(input)) {
            return decrypt(in, files, output);
        }
    }

    private int decrypt(InputStream in, @Nullable List<Path> files, @Nullable Path output) throws IOException {
        var identities = new ArrayList<Identity>();
        if (files == null) {
            char[] passphrase = terminal.passphrase("the file", VARIABLE);
            identities.add(PassphraseIdentity.of(passphrase));
            Arrays.fill(passphrase, '\0');
        } else {
            for (Path file : files) {
                identities.addAll(IdentityFile.read(file, terminal, VARIABLE));
            }
        }
        try (InputStream sealed = Armor.removeIfPresent(in);
                InputStream plain = AgeDecryptor.open(sealed, identities);
                OutputStream out = output(output)) {
            plain.transferTo(out);
        } finally {
            identities.forEach(Identity::destroy);
        }
        return 0;
    }

    private InputStream input(@Nullable Path file) throws IOException {
        return file == null || file.equals(STANDARD) ? terminal.in() : terminal.open(file);
    }

    private OutputStream output(@Nullable Path file) throws IOException {
        return file == null || file.equals(STANDARD) ? new KeptOpen(terminal.out()) : PrivateFile.create(file);
    }
}
