package org.penah.intake.form;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and checks the {@link FormToken} of each served form: a flood must fetch a form for each tip, and wait.
 *
 * <p>A token is 12 random bytes, the second of its issue in 4, and the first 16 of their HMAC-SHA256. The time is in it
 * and nowhere else: what is stored of a token is a hash, and the random bytes keep anybody from guessing its time.
 */
public final class FormTokens {

    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "penah form token\0".getBytes(StandardCharsets.US_ASCII);
    private static final int SIGNED = FormToken.NONCE + Integer.BYTES;

    private final SecretKeySpec key;
    private final Duration minimumAge;
    private final Duration lifetime;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param secret shared by all instances that serve the form
     * @param minimumAge below it, no person can have filled in the form
     * @param lifetime for which a token may begin an upload
     */
    public FormTokens(byte[] secret, Duration minimumAge, Duration lifetime, Clock clock) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.minimumAge = minimumAge;
        this.lifetime = lifetime;
        this.clock = clock;
    }

    /** Checks a token against the time at which its upload began; the fields may arrive hours later. */
    public interface Check {
        Optional<FormError> fault(String word);
    }

    public Check check() {
        Instant begun = clock.instant();
        return word -> {
            Optional<Duration> age = issued(word).map(issued -> Duration.between(issued, begun));
            if (age.isEmpty()) {
                return Optional.of(FormError.UNREADABLE);
            } else if (age.get().compareTo(minimumAge) < 0) {
                return Optional.of(FormError.TOO_YOUNG);
            } else if (age.get().compareTo(lifetime) > 0) {
                return Optional.of(FormError.EXPIRED);
            }
            return Optional.empty();
        };
    }

    /**
     * For a form that is about to be served: a new token, or its own if it is given back. An expired one keeps its random bytes,
     * so that a repeat is still noticed, and may be sent at once, for its source has waited already.
     *
     * @param word what came with the form, empty if nothing did
     */
    public FormToken renew(String word) {
        Instant now = clock.instant();
        Optional<Instant> issued = issued(word);
        if (issued.isEmpty()) {
            byte[] nonce = new byte[FormToken.NONCE];
            random.nextBytes(nonce);
            return sign(nonce, now);
        }
        FormToken own = new FormToken(word);
        return Duration.between(issued.get(), now).compareTo(lifetime) > 0
                ? sign(Arrays.copyOf(own.bytes(), FormToken.NONCE), now.minus(minimumAge))
                : own;
    }

    private FormToken sign(byte[] nonce, Instant time) {
        byte[] signed = ByteBuffer.allocate(SIGNED)
                .put(nonce)
                .putInt((int) time.getEpochSecond())
                .array();
        return FormToken.of(ByteBuffer.allocate(FormToken.BYTES)
                .put(signed)
                .put(mac(signed))
                .array());
    }

    /** When a token was issued, if we issued it. */
    private Optional<Instant> issued(String word) {
        return FormToken.parse(word)
                .map(FormToken::bytes)
                .filter(token -> MessageDigest.isEqual(
                        mac(Arrays.copyOf(token, SIGNED)), Arrays.copyOfRange(token, SIGNED, FormToken.BYTES)))
                .map(token -> Instant.ofEpochSecond(
                        Integer.toUnsignedLong(ByteBuffer.wrap(token).getInt(FormToken.NONCE))));
    }

    private byte[] mac(byte[] signed) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(PURPOSE);
            return Arrays.copyOf(mac.doFinal(signed), FormToken.BYTES - SIGNED);
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
