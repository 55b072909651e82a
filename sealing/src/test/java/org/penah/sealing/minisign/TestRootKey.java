package org.penah.sealing.minisign;

import java.security.SecureRandom;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signs as a root key does, for tests of what verifies; the real key is in the module {@code ceremony}. */
public final class TestRootKey {

    private final byte[] id = random(MinisignPublicKey.ID_LENGTH);
    private final byte[] seed = random(Ed25519.SECRET_KEY_SIZE);

    public MinisignPublicKey publicKey() {
        byte[] key = new byte[MinisignPublicKey.KEY_LENGTH];
        Ed25519.generatePublicKey(seed, 0, key, 0);
        return new MinisignPublicKey(id, key);
    }

    /** Answers the signature file. */
    public String sign(byte[] message, String trustedComment) {
        byte[] first = signature(MinisignSignature.prehash(message));
        byte[] second = signature(MinisignSignature.signedComment(first, trustedComment));
        return new MinisignSignature(id, first, trustedComment, second).toFile("a test");
    }

    private byte[] signature(byte[] message) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(seed, 0, message, 0, message.length, signature, 0);
        return signature;
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }
}
