package org.penah.canary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.ManifestException;
import org.penah.sealing.minisign.MinisignException;
import org.penah.sealing.minisign.MinisignPublicKey;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptKeys;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "init",
        description = {
            "Makes the canary's receipt, unless it is there, and prints its mailbox for intake-service's setting",
            "penah.tips.canary-mailbox. Run it again after a ceremony that changes how receipts are derived."
        },
        mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

    @Option(names = "--receipt", required = true, paramLabel = "FILE", description = "Where the receipt is kept.")
    private Path receipt;

    @Option(
            names = "--keys",
            required = true,
            paramLabel = "DIR",
            description = "The folder with keys.json, keys.json.minisig and root.pub.")
    private Path keys;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        KeyManifest manifest = manifest();
        Receipt kept = ReceiptFile.readOrCreate(receipt);
        ReceiptKeys derived = kept.derive(manifest.receipt());
        spec.commandLine().getOut().println(HexFormat.of().formatHex(derived.mailboxHash()));
        derived.destroy();
        kept.destroy();
        return 0;
    }

    private KeyManifest manifest() throws IOException {
        try {
            return KeyManifest.verify(
                    Files.readAllBytes(keys.resolve("keys.json")),
                    Files.readString(keys.resolve("keys.json.minisig"), StandardCharsets.US_ASCII),
                    MinisignPublicKey.parse(Files.readString(keys.resolve("root.pub"), StandardCharsets.US_ASCII)),
                    0);
        } catch (ManifestException | MinisignException refused) {
            throw new IOException("the key manifest in " + keys + " is not one that the root key signed", refused);
        }
    }
}
