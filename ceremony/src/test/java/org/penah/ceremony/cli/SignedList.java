package org.penah.ceremony.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.penah.ceremony.minisign.MinisignSecretKey;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.manifest.Epoch;
import org.penah.sealing.manifest.KeyManifest;
import org.penah.sealing.manifest.Queue;
import org.penah.sealing.receipt.ReceiptParameters;

/** A list of keys as a site serves it, with a key of each kind that a tip must not be sealed to. */
final class SignedList {

    static final ReceiptParameters RECEIPTS = ReceiptParameters.withSalt(new byte[16]);

    private static final int DAYS = KeyManifest.LONGEST_VALIDITY_DAYS;

    final MinisignSecretKey root = MinisignSecretKey.generate();
    final HybridIdentity past = HybridIdentity.generate();
    final HybridIdentity today = HybridIdentity.generate();
    final HybridIdentity future = HybridIdentity.generate();
    final HybridIdentity otherQueue = HybridIdentity.generate();
    final HybridIdentity recovery = HybridIdentity.generate();

    /** Writes it and its signature. */
    Path write(Path file, int serial, int daysOld) throws IOException {
        LocalDate now = LocalDate.now(ZoneOffset.UTC);
        LocalDate from = now.minusDays(daysOld);
        List<Epoch> epochs = List.of(
                new Epoch(4, now.minusDays(200), past.recipient()),
                new Epoch(5, now.minusDays(1), today.recipient()),
                new Epoch(6, now.plusDays(2), future.recipient()));
        List<Queue> queues = List.of(
                new Queue("general", List.of(new Epoch(1, now.minusDays(200), otherQueue.recipient()))),
                new Queue("threat", epochs),
                new Queue("later", List.of(new Epoch(1, now.plusDays(2), otherQueue.recipient()))));
        byte[] json = new KeyManifest(
                        serial, from, from.plusDays(DAYS - 1), recovery.recipient(), RECEIPTS, queues, List.of())
                .toJson();
        Files.writeString(Path.of(file + ".minisig"), root.sign(json, "serial " + serial));
        return Files.write(file, json);
    }

    List<HybridIdentity> othersKeys() {
        return List.of(past, future, otherQueue, recovery);
    }

    String rootKey() {
        return root.publicKey().toBase64();
    }
}
