package org.penah.sealing.webhook;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.Destroyable;

/** A secret that sender and receiver share, for HMAC-SHA-256: {@code whsec_…}, base64 of 24 to 64 bytes. */
public final class SharedSecret implements Destroyable {

    static final String PREFIX = "whsec_";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int MIN_BYTES = 24;
    private static final int MAX_BYTES = 64;
    private static final int GENERATED_BYTES = 32;

    private final byte[] secret;
    private volatile boolean destroyed;

    private SharedSecret(byte[] secret) {
        if (secret.length < MIN_BYTES || secret.length > MAX_BYTES) {
            throw new IllegalArgumentException("a shared secret has 24 to 64 bytes, not " + secret.length);
        }
        this.secret = secret;
    }

    /** A new random secret of 32 bytes. */
    public static SharedSecret generate() {
        byte[] secret = new byte[GENERATED_BYTES];
        new SecureRandom().nextBytes(secret);
        return new SharedSecret(secret);
    }

    /** The secret of these bytes. Takes a copy: the caller wipes its own. */
    public static SharedSecret ofBytes(byte[] secret) {
        return new SharedSecret(secret.clone());
    }

    /**
     * Reads {@code whsec_…}.
     *
     * @throws IllegalArgumentException if it is malformed; it is never quoted
     */
    public static SharedSecret parse(String text) {
        return new SharedSecret(KeyText.decode(PREFIX, text));
    }

    byte[] authenticate(byte[] content) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(live(), ALGORITHM));
            return mac.doFinal(content);
        } catch (GeneralSecurityException everyPlatformHasIt) {
            throw new IllegalStateException(everyPlatformHasIt);
        }
    }

    boolean verifies(byte[] signature, byte[] content) {
        return MessageDigest.isEqual(authenticate(content), signature);
    }

    /** A copy of the bytes, for the one place that keeps them; the caller wipes it. */
    public byte[] exportBytes() {
        return live().clone();
    }

    /** The secret as text, for the one file that hands it over. */
    public String exportSecret() {
        return KeyText.encode(PREFIX, live());
    }

    private byte[] live() {
        if (destroyed) {
            throw new IllegalStateException("the secret was destroyed");
        }
        return secret;
    }

    @Override
    public void destroy() {
        destroyed = true;
        Arrays.fill(secret, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return destroyed;
    }

    @Override
    public String toString() {
        return "SharedSecret[redacted]";
    }
}
