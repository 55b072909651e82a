package org.penah.sealing.decision;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.security.auth.Destroyable;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Signs what a source decides about its tips. Each tip has another key pair, from the receipt and the tip's salt, so that two tips
 * of one source cannot be told by their keys (ADR 33).
 */
public final class DecisionKeys implements Destroyable {

    /** Random, of each tip, in bytes. */
    public static final int SALT_LENGTH = 16;

    private static final int LENGTH = 32;
    private static final byte[] INFO = "penah decision v1 key".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern WRITTEN = Pattern.compile("[A-Za-z0-9_-]{43}");

    private final byte[] seed;

    private DecisionKeys(byte[] seed) {
        this.seed = seed;
    }

    /** Takes 32 bytes, which are wiped with these keys. */
    public static DecisionKeys ofSeed(byte[] seed) {
        return new DecisionKeys(seed);
    }

    /**
     * Reads what {@link #written} gave.
     *
     * @throws IllegalArgumentException if that was something else
     */
    public static DecisionKeys parse(String written) {
        if (!WRITTEN.matcher(written).matches()) {
            throw new IllegalArgumentException("no keys of decisions");
        }
        return new DecisionKeys(Base64.getUrlDecoder().decode(written));
    }

    /** What yields the keys of all tips of this receipt: 32 bytes in base64url. A secret. */
    public String written() {
        return text(seed);
    }

    /** The public key of the tip with this salt: 32 bytes in base64url. */
    public String publicKey(byte[] salt) {
        byte[] key = key(salt);
        byte[] point = new byte[Ed25519.PUBLIC_KEY_SIZE];
        Ed25519.generatePublicKey(key, 0, point, 0);
        Arrays.fill(key, (byte) 0);
        return text(point);
    }

    /** The signature under a decision about the tip with this salt: 64 bytes in base64url. */
    public String sign(byte[] salt, Decision decision) {
        byte[] key = key(salt);
        byte[] message = decision.signed();
        byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
        Ed25519.sign(key, 0, message, 0, message.length, signature, 0);
        Arrays.fill(key, (byte) 0);
        return text(signature);
    }

    private byte[] key(byte[] salt) {
        var hkdf = new HKDFBytesGenerator(new SHA256Digest());
        hkdf.init(new HKDFParameters(seed, salt, INFO));
        byte[] key = new byte[LENGTH];
        hkdf.generateBytes(key, 0, LENGTH);
        return key;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void destroy() {
        Arrays.fill(seed, (byte) 0);
    }

    @Override
    public String toString() {
        return "DecisionKeys[redacted]";
    }
}
