package org.penah.sealing.webhook;

import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Verifies with an Ed25519 public key (RFC 8032), {@code whpk_…}: base64 of its 32 bytes. */
public final class VerificationKey {

    static final String PREFIX = "whpk_";

    private final byte[] encoded;

    VerificationKey(byte[] encoded) {
        this.encoded = encoded;
    }

    /**
     * Reads {@code whpk_…}.
     *
     * @throws IllegalArgumentException if it is malformed, or no point of the prime-order group: with some of those
     *     every signature would pass
     */
    public static VerificationKey parse(String text) {
        byte[] encoded = KeyText.decode(PREFIX, text);
        if (encoded.length != Ed25519.PUBLIC_KEY_SIZE || !Ed25519.validatePublicKeyFull(encoded, 0)) {
            throw new IllegalArgumentException("the verification key is not an Ed25519 public key");
        }
        return new VerificationKey(encoded);
    }

    boolean verifies(byte[] signature, byte[] content) {
        return signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, encoded, 0, content, 0, content.length);
    }

    byte[] encoded() {
        return encoded;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey key && Arrays.equals(encoded, key.encoded);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded);
    }

    /** The key as text. */
    @Override
    public String toString() {
        return KeyText.encode(PREFIX, encoded);
    }
}
