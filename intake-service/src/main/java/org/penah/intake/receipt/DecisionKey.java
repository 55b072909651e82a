package org.penah.intake.receipt;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.penah.sealing.decision.Decision;
import org.penah.sealing.decision.DecisionKeys;

/**
 * The key by which triage-service and notify-service recognise a source's decisions about one tip. Nothing here signs
 * any.
 *
 * @param salt from which, with the receipt, the key pair comes: 16 bytes in base64url
 * @param publicKey 32 bytes in base64url
 */
public record DecisionKey(String salt, String publicKey) {

    private static final Pattern WRITTEN = Pattern.compile("([A-Za-z0-9_-]{21}[AQgw])\\.([A-Za-z0-9_-]{43})");

    /** Reads what the page's script writes: salt, full stop, public key. */
    public static Optional<DecisionKey> parse(String written) {
        var parts = WRITTEN.matcher(written);
        return parts.matches() && Decision.isKey(parts.group(2))
                ? Optional.of(new DecisionKey(parts.group(1), parts.group(2)))
                : Optional.empty();
    }

    static DecisionKey of(DecisionKeys decisions, byte[] salt) {
        return new DecisionKey(Base64.getUrlEncoder().withoutPadding().encodeToString(salt), decisions.publicKey(salt));
    }

    public byte[] saltBytes() {
        return Base64.getUrlDecoder().decode(salt);
    }
}
