package org.penah.sealing.age;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The key schedule of HPKE (RFC 9180 section 5.1) for KEM 0x647a, HKDF-SHA-256 and ChaCha20-Poly1305, once more. */
final class SecondHpke {

    private static final byte[] SUITE = bytes(ascii("HPKE"), new byte[] {0x64, 0x7a, 0, 1, 0, 3});

    private final byte[] key;
    private final byte[] nonce;

    SecondHpke(byte[] sharedSecret) throws GeneralSecurityException {
        byte[] context = bytes(
                new byte[1],
                extract(new byte[32], "psk_id_hash", new byte[0]),
                extract(new byte[32], "info_hash", ascii("age-encryption.org/mlkem768x25519")));
        byte[] secret = extract(sharedSecret, "secret", new byte[0]);
        key = expand(secret, "key", context, 32);
        nonce = expand(secret, "base_nonce", context, 12);
    }

    ChaCha20Poly1305 cipher() {
        return new ChaCha20Poly1305(new Secret(key));
    }

    byte[] nonce() {
        return nonce;
    }

    private static byte[] extract(byte[] salt, String label, byte[] secret) throws GeneralSecurityException {
        return hmac(salt, bytes(ascii("HPKE-v1"), SUITE, ascii(label), secret));
    }

    private static byte[] expand(byte[] secret, String label, byte[] info, int length) throws GeneralSecurityException {
        byte[] labelled = bytes(new byte[] {0, (byte) length}, ascii("HPKE-v1"), SUITE, ascii(label), info);
        return Arrays.copyOf(hmac(secret, bytes(labelled, new byte[] {1})), length);
    }

    private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
