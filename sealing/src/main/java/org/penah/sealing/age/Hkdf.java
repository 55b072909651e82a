package org.penah.sealing.age;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/** Derives every key of the format with HKDF-SHA-256 (RFC 5869); always 32 bytes. */
final class Hkdf {

    private Hkdf() {}

    static Secret derive(byte[] secret, byte[] salt, String info) {
        HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
        generator.init(new HKDFParameters(secret, salt, info.getBytes(StandardCharsets.US_ASCII)));
        byte[] key = new byte[32];
        generator.generateBytes(key, 0, key.length);
        return new Secret(key);
    }
}
