package org.penah.notify.partner;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;

/**
 * Seals keys, and what lies under another key, for the database: AES-256-GCM with a random nonce before the ciphertext, and as associated data whose
 * key it is and what for, so that a row cannot pass for another.
 */
public final class KeyWrap {

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private static final int KEY_BYTES = 32;

    /** The first seals, each opens. */
    private final List<SecretKeySpec> keys;

    private final SecureRandom random = new SecureRandom();

    KeyWrap(WrappingSecret secret) {
        keys = derived(secret, "penah notify partner keys", "AES");
    }

    /** A key for one purpose, of each secret, today's first. */
    static List<SecretKeySpec> derived(WrappingSecret secret, String purpose, String algorithm) {
        return secret.bytes().stream()
                .map(each -> derived(each, purpose, algorithm))
                .toList();
    }

    private static SecretKeySpec derived(byte[] secret, String purpose, String algorithm) {
        HKDFBytesGenerator hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(secret, null, purpose.getBytes(StandardCharsets.US_ASCII)));
        byte[] derived = new byte[KEY_BYTES];
        hkdf.generateBytes(derived, 0, derived.length);
        SecretKeySpec made = new SecretKeySpec(derived, algorithm);
        Arrays.fill(derived, (byte) 0);
        return made;
    }

    /** Under a key of the caller's, which stays the caller's. */
    public KeyWrap(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new IllegalArgumentException("a key has " + key.length + " bytes, not " + KEY_BYTES);
        }
        this.keys = List.of(new SecretKeySpec(key, "AES"));
    }

    /** Whether something may be sealed under an earlier secret. */
    boolean isChanging() {
        return keys.size() > 1;
    }

    /** A random key that another wrap can be made of. */
    public byte[] freshKey() {
        byte[] fresh = new byte[KEY_BYTES];
        random.nextBytes(fresh);
        return fresh;
    }

    /** Seals something of an owner's, for one purpose. */
    public byte[] seal(UUID owner, String purpose, byte[] secret) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, keys.get(0), nonce, owner, purpose)
                    .doFinal(secret);
            return ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    /**
     * Opens what was sealed.
     *
     * @throws IllegalStateException if no wrapping secret is the one that sealed it, or the row was altered
     */
    public byte[] open(UUID owner, String purpose, byte[] sealed) {
        return keys.stream()
                .flatMap(key -> open(key, owner, purpose, sealed).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "a partner's key does not open: is penah.partners.wrapping-secret the one that sealed it?"));
    }

    /**
     * The same under today's secret; empty if it is.
     *
     * @throws IllegalStateException if no wrapping secret opens it
     */
    Optional<byte[]> renewed(UUID owner, String purpose, byte[] sealed) {
        if (open(keys.get(0), owner, purpose, sealed).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(seal(owner, purpose, open(owner, purpose, sealed)));
    }

    private static Optional<byte[]> open(SecretKeySpec key, UUID owner, String purpose, byte[] sealed) {
        if (sealed.length < NONCE_BYTES + TAG_BITS / Byte.SIZE) {
            // The platform throws what no caller expects.
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(sealed, NONCE_BYTES), owner, purpose)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (GeneralSecurityException refused) {
            return Optional.empty();
        }
    }

    private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, UUID owner, String purpose)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD((owner + " " + purpose).getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
