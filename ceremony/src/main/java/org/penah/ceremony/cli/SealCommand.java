package org.penah.ceremony.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.penah.ceremony.Ceremony;
import org.penah.sealing.manifest.Epoch;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.ManifestState;
import org.penah.sealing.manifest.Queue;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptException;
import org.penah.sealing.receipt.ReceiptKeys;
import org.penah.sealing.receipt.ReceiptParameters;
import org.penah.sealing.tip.TipBounds;
import org.penah.sealing.tip.TipWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs {@code penah seal}: makes a tip on its source's own device, to a key that the root key has signed and no page has shown. */
@Command(
        name = "seal",
        description =
                "Seals files and a message to the key that a queue has today, of a list that the root key signed.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "The list is keys.json as the site serves it, with keys.json.minisig beside it. Take the root key from",
            "somewhere else than the site. The sealed file tells neither how many files there are nor their sizes.",
            "Send it with \"Send a file that is sealed already\". That page shows a receipt; with --receipt the command",
            "asks for it (or takes " + SealCommand.VARIABLE
                    + "), so that nobody on the way can turn answers elsewhere.",
            "Examples:",
            "  ./penah seal --keys keys.json -P RWQ… --queue threat photo1.jpg photo2.jpg",
            "  ./penah seal --keys keys.json -P RWQ… --queue threat --receipt --message message.txt photo1.jpg"
        })
final class SealCommand implements Callable<Integer> {

    static final String VARIABLE = "PENAH_RECEIPT";

    private static final Path STANDARD = Path.of("-");
    private static final int MOST_BYTES_OF_A_CHARACTER = 4;
    private static final int PIECE = 32 * 1024;

    private final Terminal terminal;
    private final Clock clock;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            defaultValue = "keys.json",
            description = "The signed list of keys (${DEFAULT-VALUE}); its signature is FILE.minisig.")
    private Path keys = Path.of("keys.json");

    @Option(names = "-P", paramLabel = "KEY", required = true, description = "The root key, as text or as a file.")
    private String root = "";

    @Option(names = "--queue", paramLabel = "QUEUE", required = true, description = "Who shall read it.")
    private String queue = "";

    @Option(names = "--receipt", description = "Ask for the receipt that the form shows.")
    private boolean hasReceipt;

    @Option(names = "--message", paramLabel = "FILE", description = "A text in UTF-8, or - for standard input.")
    private @Nullable Path message;

    @Option(names = "--at-least", paramLabel = "SERIAL", defaultValue = "0", description = "Refuse older lists.")
    private int atLeast;

    @Option(
            names = "--seen",
            paramLabel = "FILE",
            description = "Keep the highest serial in this file, and refuse older lists.")
    private @Nullable Path seen;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            defaultValue = "tip.age",
            description = "The sealed file (${DEFAULT-VALUE}).")
    private Path output = Path.of("tip.age");

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "What to send; staff see its name.")
    private List<Path> files = List.of();

    SealCommand(Terminal terminal, Clock clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, GeneralSecurityException {
        LocalDate today = LocalDate.now(clock);
        var serials = new SeenSerial(atLeast, seen);
        MinisignPublicKey rootKey = Verification.rootKey(root);
        KeyManifest manifest = Ceremony.verify(keys, rootKey, serials.highest());
        requireOpen(manifest, today);
        Epoch epoch = epoch(manifest, today);
        requireFiles();
        String text = text();
        if (files.isEmpty() && text.isBlank()) {
            throw new RefusedException("there is nothing to seal: name files, or a message with --message");
        }
        String replyTo = hasReceipt ? replyTo(manifest.receipt()) : "";
        serials.keep(manifest.serial());
        long size = seal(epoch, text, replyTo);
        tell(rootKey, manifest, today);
        terminal.say(
                "Sealed to the key of %s since %s (epoch %d): %s, %d bytes.",
                queue, epoch.from(), epoch.epoch(), output, size);
        tellNext();
        return 0;
    }

    private void requireOpen(KeyManifest manifest, LocalDate today) throws RefusedException {
        ManifestState state = manifest.stateOn(today);
        if (state == ManifestState.NOT_YET_VALID) {
            throw new RefusedException(keys + " is valid from " + manifest.notBefore() + " on, and today is " + today
                    + ": is the clock right?");
        }
        if (!state.isOpen()) {
            throw new RefusedException(keys + " was valid until " + manifest.notAfter() + ", and today is " + today
                    + ": save the list again, from the site");
        }
    }

    private Epoch epoch(KeyManifest manifest, LocalDate today) throws RefusedException {
        Queue named = manifest.queue(queue)
                .orElseThrow(() -> new RefusedException(keys + " has no such queue; it has: "
                        + manifest.queues().stream().map(Queue::name).collect(Collectors.joining(", "))));
        return named.epochOn(today).orElseThrow(() -> new RefusedException("no key of " + queue + " is in use yet"));
    }

    /** Before anything is written: a slip in the last name shall not cost the time of all the others. */
    private void requireFiles() throws IOException {
        if (files.size() > TipBounds.FILES) {
            throw new RefusedException("a tip has at most " + TipBounds.FILES + " files");
        }
        for (Path file : files) {
            if (Files.notExists(file)) {
                throw new NoSuchFileException(file.toString());
            }
            if (!Files.isRegularFile(file)) {
                throw new RefusedException(file + " is no file; of a folder, name what is in it");
            }
            if (!Files.isReadable(file)) {
                throw new AccessDeniedException(file.toString());
            }
        }
    }

    private String text() throws IOException {
        if (message == null) {
            return "";
        }
        byte[] bytes = new byte[0];
        try (InputStream in = message.equals(STANDARD) ? terminal.in() : Files.newInputStream(message)) {
            bytes = in.readNBytes(MOST_BYTES_OF_A_CHARACTER * TipBounds.MESSAGE + 1);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (text.length() > TipBounds.MESSAGE) {
                throw new RefusedException(
                        "a message has at most " + TipBounds.MESSAGE + " characters; name a longer text as a file");
            }
            return text;
        } catch (CharacterCodingException other) {
            throw new RefusedException("the message is no text in UTF-8; name it as a file");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /** The receipt is the form's, for a mailbox is found by it: answers sealed to another one would open for nobody. */
    private String replyTo(ReceiptParameters parameters) throws RefusedException {
        char[] typed = terminal.secret("Receipt that the form shows", "receipt", VARIABLE);
        try {
            Receipt receipt = Receipt.parse(new String(typed));
            ReceiptKeys derived = receipt.derive(parameters);
            String recipient = derived.identity().recipient().toString();
            derived.destroy();
            receipt.destroy();
            return recipient;
        } catch (ReceiptException mistyped) {
            throw new RefusedException("this is not the receipt: " + mistyped.getMessage());
        } finally {
            Arrays.fill(typed, '\0');
        }
    }

    private long seal(Epoch epoch, String text, String replyTo) throws IOException {
        byte[] piece = new byte[PIECE];
        try (var sealed = new WholeFile(output);
                TipWriter tip = TipWriter.seal(List.of(epoch.recipient()), sealed::write)) {
            for (Path file : files) {
                // No media type: it would be a guess by the name, and staff see the name.
                tip.beginFile(file.getFileName().toString(), "");
                add(file, tip, piece);
                tip.endFile();
            }
            tip.finish(queue, text, Map.of(), replyTo);
            sealed.keep();
        } finally {
            Arrays.fill(piece, (byte) 0);
        }
        return Files.size(output);
    }

    private void add(Path file, TipWriter tip, byte[] piece) throws IOException {
        try (InputStream in = terminal.open(file)) {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                tip.write(piece, 0, count);
            }
        }
    }

    private void tell(MinisignPublicKey rootKey, KeyManifest manifest, LocalDate today) {
        terminal.say(
                "The root key %s signed this list: serial %d, of %s (%d days ago), valid until %s.",
                rootKey.id(),
                manifest.serial(),
                manifest.notBefore(),
                ChronoUnit.DAYS.between(manifest.notBefore(), today),
                manifest.notAfter());
        ManifestState state = manifest.stateOn(today);
        if (state.warnsSources()) {
            terminal.err().println("Warning: the list is past its end. Send this only if the site has no newer one.");
        } else if (state.alarmsDesk()) {
            terminal.err()
                    .println(
                            "Warning: the list is old. If the site, or anybody, has a newer one, seal again with that.");
        }
    }

    private void tellNext() {
        terminal.say("If you have seen a list with a higher serial, do not send it.");
        terminal.say("Next: choose it on the page \"Send a file that is sealed already\" (/en/sealed).");
        terminal.say("What you answer there must lead to %s: nobody else can open it.", queue);
        terminal.say(
                hasReceipt
                        ? "Send it on the page that showed the receipt: with another receipt no answer opens."
                        : "That page shows a receipt. Note it: answers come with it alone.");
    }
}
