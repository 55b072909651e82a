package org.penah.triage.lock;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A random key that encrypts the sealed keys of one epoch: AES-256-GCM (NIST SP 800-38D) with a random nonce before the
 * ciphertext, and the key's owner as associated data, so that a row cannot pass for another.
 */
final class EpochLock {

    static final int BYTES = 32;
    /** No sealed key begins like this: each is an armored age file. */
    static final String MARK = "locked:";

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SecretKeySpec key;

    EpochLock(byte[] key) {
        if (key.length != BYTES) {
            throw new IllegalArgumentException("a lock has " + key.length + " bytes, not " + BYTES);
        }
        this.key = new SecretKeySpec(key, "AES");
    }

    static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }

    String close(String whose, String sealed) {
        byte[] nonce = random(NONCE_BYTES);
        try {
            byte[] locked = cipher(Cipher.ENCRYPT_MODE, nonce, whose).doFinal(sealed.getBytes(StandardCharsets.UTF_8));
            byte[] both = ByteBuffer.allocate(nonce.length + locked.length)
                    .put(nonce)
                    .put(locked)
                    .array();
            return MARK + Base64.getEncoder().encodeToString(both);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /** Nothing if another lock closed it, or if it was altered or moved. */
    Optional<String> open(String whose, String stored) {
        try {
            byte[] both = Base64.getDecoder().decode(stored.substring(MARK.length()));
            byte[] nonce = Arrays.copyOf(both, NONCE_BYTES);
            byte[] sealed = cipher(Cipher.DECRYPT_MODE, nonce, whose)
                    .doFinal(both, NONCE_BYTES, Math.max(0, both.length - NONCE_BYTES));
            return Optional.of(new String(sealed, StandardCharsets.UTF_8));
        } catch (GeneralSecurityException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String whose) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(whose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "EpochLock[redacted]";
    }
}
