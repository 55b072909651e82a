package org.penah.intake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.penah.ceremony.minisign.MinisignSecretKey;
import org.penah.sealing.age.AgeDecryptor;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.age.HybridRecipient;
import org.penah.sealing.manifest.Epoch;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.ManifestException;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.sealing.manifest.Queue;
import org.penah.sealing.manifest.Script;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptParameters;
import org.penah.testbed.words.DemoWords;

/** A signed manifest, the private keys behind it, and an empty directory for blobs. */
public class LocalKeys implements QuarkusTestResourceLifecycleManager {

    private static final Map<String, HybridIdentity> IDENTITIES =
            Map.of("threat", HybridIdentity.generate(), "general", HybridIdentity.generate());

    public static final ReceiptParameters RECEIPTS = ReceiptParameters.withSalt(new byte[16]);

    /** The receipt of the synthetic source. */
    public static final Receipt CANARY = Receipt.generate();

    private static Path home;
    private static MinisignSecretKey root = MinisignSecretKey.generate();

    /** With the argument {@code endedDaysAgo}: how long ago the manifest's validity ended. */
    private int endedDaysAgo = -60;

    /** With the argument {@code withoutScript}: the manifest does not name the form's script. */
    private boolean withoutScript;

    /** With the argument {@code withoutWords}: those of one language are missing. */
    private boolean withoutWords;

    /** With the argument {@code fullestWords}: the operator says as much as fits. */
    private boolean fullestWords;

    @Override
    public void init(Map<String, String> arguments) {
        endedDaysAgo = Integer.parseInt(arguments.getOrDefault("endedDaysAgo", "-60"));
        withoutScript = arguments.containsKey("withoutScript");
        withoutWords = arguments.containsKey("withoutWords");
        fullestWords = arguments.containsKey("fullestWords");
    }

    @Override
    public Map<String, String> start() {
        try {
            home = Files.createTempDirectory("intake-test");
            root = MinisignSecretKey.generate();
            if (fullestWords) {
                FullestWords.write(home.resolve("words"));
            }
            write(
                    home,
                    root,
                    1,
                    LocalDate.now(ZoneOffset.UTC).minusDays(endedDaysAgo),
                    withoutScript ? List.of() : scripts());
            if (withoutWords) {
                Files.delete(home.resolve("words/az.txt"));
            }
        } catch (IOException cannotWrite) {
            throw new UncheckedIOException(cannotWrite);
        }
        return Map.of(
                "penah.keys.manifest", home.resolve("keys.json").toString(),
                "penah.keys.root", home.resolve("root.pub").toString(),
                "penah.blobs.directory", blobs().toString(),
                "penah.tips.canary-mailbox",
                        HexFormat.of().formatHex(CANARY.derive(RECEIPTS).mailboxHash()));
    }

    @Override
    public void stop() {}

    public static Path blobs() {
        return home.resolve("blobs");
    }

    /** Opens a blob with the private key of one queue. */
    public static InputStream open(Path blob, String queue) throws IOException {
        return AgeDecryptor.open(Files.newInputStream(blob), List.of(IDENTITIES.get(queue)));
    }

    /** Whom a source seals to. */
    public static HybridRecipient recipient(String queue) {
        return IDENTITIES.get(queue).recipient();
    }

    /** As a source has it from elsewhere. */
    public static String rootKey() {
        return root.publicKey().toBase64();
    }

    public static byte[] manifest() throws IOException {
        return Files.readAllBytes(home.resolve("keys.json"));
    }

    /** The form's script as it was built. */
    private static List<Script> scripts() throws IOException {
        try (InputStream built = LocalKeys.class.getResourceAsStream("/script/form.js")) {
            return List.of(Script.of("/assets/form.js", built.readAllBytes()));
        }
    }

    /** The same root has signed this manifest and its signature beside it, but it does not name the form's script. */
    public static Path withoutScript() throws IOException {
        Path folder = Files.createDirectories(home.resolve("without-script"));
        write(folder, root, 1, LocalDate.now(ZoneOffset.UTC).plusDays(60), List.of());
        return folder;
    }

    /**
     * The same root has signed this manifest and its signature beside it: each queue had another key before the one of
     * today, and will have another after it.
     */
    public static Path withOtherEpochs() throws IOException {
        Path folder = Files.createDirectories(home.resolve("with-other-epochs"));
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        List<Queue> queues = IDENTITIES.entrySet().stream()
                .map(each -> new Queue(
                        each.getKey(),
                        List.of(
                                new Epoch(1, today.minusDays(300), stranger()),
                                new Epoch(2, today.minusDays(20), stranger()),
                                new Epoch(3, today, each.getValue().recipient()),
                                new Epoch(4, today.plusDays(2), stranger()))))
                .toList();
        write(folder, root, 2, today.plusDays(60), queues, scripts());
        return folder;
    }

    private static HybridRecipient stranger() {
        return HybridIdentity.generate().recipient();
    }

    /** What the manifest names: the words beside it too, which are the demo's unless others lie there. */
    public static List<Script> withWords(Path folder, List<Script> scripts) throws IOException {
        Path words = folder.resolve("words");
        if (!Files.exists(words)) {
            DemoWords.copyTo(words);
        }
        try {
            return OperatorWords.beside(scripts, OperatorWords.read(words));
        } catch (ManifestException wrong) {
            throw new IOException(wrong);
        }
    }

    /** A manifest of 90 days, its signature and the root's public key. */
    public static void write(Path folder, MinisignSecretKey root, int serial, LocalDate end) throws IOException {
        write(folder, root, serial, end, scripts());
    }

    private static void write(Path folder, MinisignSecretKey root, int serial, LocalDate end, List<Script> scripts)
            throws IOException {
        LocalDate begin = end.minusDays(KeyManifest.LONGEST_VALIDITY_DAYS - 1);
        List<Queue> queues = IDENTITIES.entrySet().stream()
                .map(each -> new Queue(
                        each.getKey(),
                        List.of(new Epoch(1, begin, each.getValue().recipient()))))
                .toList();
        write(folder, root, serial, end, queues, scripts);
    }

    private static void write(
            Path folder, MinisignSecretKey root, int serial, LocalDate end, List<Queue> queues, List<Script> scripts)
            throws IOException {
        LocalDate begin = end.minusDays(KeyManifest.LONGEST_VALIDITY_DAYS - 1);
        byte[] json =
                new KeyManifest(serial, begin, end, stranger(), RECEIPTS, queues, withWords(folder, scripts)).toJson();
        Files.write(folder.resolve("keys.json"), json);
        Files.writeString(folder.resolve("keys.json.minisig"), root.sign(json, "serial " + serial));
        Files.writeString(folder.resolve("root.pub"), root.publicKey().toFile());
    }
}
