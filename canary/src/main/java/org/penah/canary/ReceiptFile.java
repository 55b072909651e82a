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

/** The file with the synthetic source's receipt; only its owner may read it. */
final class ReceiptFile {

    private ReceiptFile() {}

    /** Reads the receipt, or makes one if the file does not exist. */
    static Receipt readOrCreate(Path file) throws IOException {
        if (!Files.exists(file)) {
            Receipt receipt = Receipt.generate();
            // Written whole or not at all: an empty file would never be replaced.
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
