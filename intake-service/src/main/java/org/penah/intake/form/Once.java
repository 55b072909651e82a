package org.penah.intake.form;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The random value that one served page carries, so that sending it twice makes one tip.
 *
 * @param word 256 bits in base64url
 */
public record Once(String word) {

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{43}");

    public Once {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("not 256 bits in base64url");
        }
    }

    public static Once random(SecureRandom random) {
        byte[] bits = new byte[32];
        random.nextBytes(bits);
        return new Once(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    public static Optional<Once> parse(String word) {
        return WORD.matcher(word).matches() ? Optional.of(new Once(word)) : Optional.empty();
    }

    /** SHA-256 of the word: all that is stored of it. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(word.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    @Override
    public String toString() {
        return "Once[redacted]";
    }
}
