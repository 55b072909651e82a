package org.penah.canary;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.penah.sealing.receipt.Receipt;
import org.penah.sealing.receipt.ReceiptException;

/** The file that holds the synthetic source's receipt, which only its owner reads. */
final class ReceiptFile {

    private ReceiptFile() {}

    /** Reads it, or makes a new one where there is none. */
    static Receipt readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            Receipt receipt = Receipt.generate();
            // Whole or not there: an empty one would be no receipt, and never replaced.
            Path part = Files.createTempFile(
                    file.toAbsolutePath().getParent(),
                    ".receipt",
                    ".part",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(part, Set.of(receipt.toDigits()), StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            return receipt;
        }
        return read(file);
    }

    static Receipt read(Path file) throws IOException {
        try {
            return Receipt.parse(
                    Files.readString(file, StandardCharsets.US_ASCII).strip());
        } catch (ReceiptException mistyped) {
            throw new IOException(file + " holds no receipt", mistyped);
        }
    }
}
