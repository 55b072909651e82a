package org.penah.intake.form;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.penah.sealing.digest.Digest;

/**
 * The value that one served page carries, so that sending it twice makes one tip. {@link FormTokens} checks it.
 *
 * @param word {@value #BYTES} bytes in base64url, of which the first {@value #NONCE} are the page's own
 */
public record FormToken(String word) {

    static final int BYTES = 32;
    static final int NONCE = 12;

    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{43}");

    public FormToken {
        if (!WORD.matcher(word).matches()) {
            throw new IllegalArgumentException("not 256 bits in base64url");
        }
    }

    static FormToken of(byte[] bytes) {
        return new FormToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    public static Optional<FormToken> parse(String word) {
        return WORD.matcher(word).matches() ? Optional.of(new FormToken(word)) : Optional.empty();
    }

    byte[] bytes() {
        return Base64.getUrlDecoder().decode(word);
    }

    /** Whether both are of one page, however often its form was given back. */
    public boolean isOfSamePage(FormToken other) {
        return Arrays.equals(bytes(), 0, NONCE, other.bytes(), 0, NONCE);
    }

    /** SHA-256 of the page's own bytes: all that is stored of it, and the same however often its form was given back. */
    public byte[] hash() {
        return Digest.sha256(Arrays.copyOf(bytes(), NONCE));
    }

    @Override
    public String toString() {
        return "Once[redacted]";
    }
}
