package org.penah.sealing.webhook;

import java.security.SecureRandom;
import java.util.Arrays;
import javax.security.auth.Destroyable;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Signs with an Ed25519 private key (RFC 8032), {@code whsk_…}: base64 of the 32-byte seed and the 32-byte public key. */
public final class SigningKey implements Destroyable {

    static final String PREFIX = "whsk_";

    /** The length of the seed that the key comes from. */
    public static final int SEED_BYTES = Ed25519.SECRET_KEY_SIZE;

    private final byte[] seed;
    private final VerificationKey publicKey;
    private volatile boolean destroyed;

    private SigningKey(byte[] seed) {
        this.seed = seed;
        byte[] encoded = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(seed, 0, encoded, 0);
        this.publicKey = new VerificationKey(encoded);
    }

    /** A new random Ed25519 key. */
    public static SigningKey generate() {
        byte[] seed = new byte[SEED_BYTES];
        new SecureRandom().nextBytes(seed);
        return new SigningKey(seed);
    }

    /** The key of a seed. Takes a copy: the caller wipes its own. */
    public static SigningKey ofSeed(byte[] seed) {
        if (seed.length != SEED_BYTES) {
            throw new IllegalArgumentException("a seed has " + SEED_BYTES + " bytes, not " + seed.length);
        }
        return new SigningKey(seed.clone());
    }

    /**
     * Reads {@code whsk_…}.
     *
     * @throws IllegalArgumentException if it is malformed or its halves do not belong together; it is never quoted
     */
    public static SigningKey parse(String text) {
        byte[] both = KeyText.decode(PREFIX, text);
        if (both.length != SEED_BYTES + Ed25519.PUBLIC_KEY_SIZE) {
            throw new IllegalArgumentException("a signing key has 64 bytes, not " + both.length);
        }
        SigningKey key = new SigningKey(Arrays.copyOf(both, SEED_BYTES));
        boolean matches = Arrays.equals(both, SEED_BYTES, both.length, key.publicKey.encoded(), 0, 32);
        Arrays.fill(both, (byte) 0);
        if (!matches) {
            throw new IllegalArgumentException("the public half of the signing key is another key's");
        }
        return key;
    }

    /** What others check this key's signatures with. */
    public VerificationKey publicKey() {
        return publicKey;
    }

    byte[] sign(byte[] content) {
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(live(), 0, content, 0, content.length, signature, 0);
        return signature;
    }

    /** A copy of the seed, for the one place that keeps it; the caller wipes it. */
    public byte[] exportSeed() {
        return live().clone();
    }

    /** The key as text, for the one file that keeps it. */
    public String exportSecret() {
        byte[] both = Arrays.copyOf(live(), SEED_BYTES + Ed25519.PUBLIC_KEY_SIZE);
        System.arraycopy(publicKey.encoded(), 0, both, SEED_BYTES, Ed25519.PUBLIC_KEY_SIZE);
        String text = KeyText.encode(PREFIX, both);
        Arrays.fill(both, (byte) 0);
        return text;
    }

    private byte[] live() {
        if (destroyed) {
            throw new IllegalStateException("the key was destroyed");
        }
        return seed;
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(seed, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "SigningKey[redacted]";
    }
}
