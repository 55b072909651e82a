package org.penah.sealing.age;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.generators.SCrypt;

/** Derives the key of the scrypt recipient type (RFC 7914 with r = 8, p = 1). */
final class Scrypt {

    static final String TYPE = "scrypt";
    static final int SALT_BYTES = 16;

    /** 4 GiB of memory: nothing that a person waits for needs more, and N must fit an int. */
    private static final int MAX_WORK_FACTOR = 22;

    private static final byte[] LABEL = "age-encryption.org/v1/scrypt".getBytes(StandardCharsets.US_ASCII);

    private Scrypt() {}

    static int checked(int workFactor) {
        if (workFactor < 1 || workFactor > MAX_WORK_FACTOR) {
            throw new IllegalArgumentException("a work factor lies between 1 and " + MAX_WORK_FACTOR);
        }
        return workFactor;
    }

    static Secret passphrase(char[] chars) {
        if (chars.length == 0) {
            throw new IllegalArgumentException("the passphrase is empty");
        }
        ByteBuffer utf8 = ByteBuffer.allocate(3 * chars.length);
        if (StandardCharsets.UTF_8
                .newEncoder()
                .encode(CharBuffer.wrap(chars), utf8, true)
                .isError()) {
            throw new IllegalArgumentException("the passphrase is not Unicode text");
        }
        Secret passphrase = new Secret(Arrays.copyOf(utf8.array(), utf8.position()));
        Arrays.fill(utf8.array(), (byte) 0);
        return passphrase;
    }

    static Secret wrapKey(byte[] passphrase, byte[] salt, int workFactor) {
        byte[] labelled = Arrays.copyOf(LABEL, LABEL.length + SALT_BYTES);
        System.arraycopy(salt, 0, labelled, LABEL.length, SALT_BYTES);
        return new Secret(SCrypt.generate(passphrase, labelled, 1 << workFactor, 8, 1, 32));
    }
}
