package org.penah.ceremony.minisign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.penah.sealing.minisign.MinisignException;

/** A key file that opens in a millisecond instead of a second, for tests of what is done with the key. */
public final class CheapRootKey {

    private static final ScryptCost LEAST = new ScryptCost(1 << 10, 1);

    private CheapRootKey() {}

    /** Encrypts the key in a file again, under the same passphrase, with the least work that minisign knows. */
    public static void replace(Path file, char[] passphrase) throws IOException, MinisignException {
        MinisignSecretKey key = MinisignSecretKey.open(Files.readString(file), passphrase);
        Files.writeString(file, key.encrypt(passphrase, LEAST));
        key.destroy();
    }
}
