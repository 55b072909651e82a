package org.penah.sealing.decision;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * Lists what a source may decide about a tip that it has sent. A decision counts only with a signature that the receipt alone
 * yields (ADR 33).
 *
 * <p>What is signed: {@code penah decision v1} and the word, such as {@code penah decision v1 withdraw-alert}, with Ed25519 (RFC 8032)
 * and a key of that tip alone. So no tip is named, and to say it again changes nothing.
 */
public enum Decision {
    /** Nobody keeps the tip. */
    ERASE,
    /** No protection organisation is told, or told more. */
    WITHDRAW_ALERT,
    /** Protection organisations are shown no details. */
    WITHDRAW_DETAILS;

    private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final Pattern SIGNATURE = Pattern.compile("[A-Za-z0-9_-]{86}");

    /** In a form or an event, such as {@code withdraw-alert}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    byte[] signed() {
        return ("penah decision v1 " + word()).getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether this is a public key that a decision could be signed for: a point of the curve's prime-order group, in base64url. */
    public static boolean isKey(String key) {
        return KEY.matcher(key).matches()
                && Ed25519.validatePublicKeyFull(Base64.getUrlDecoder().decode(key), 0);
    }

    /** Whether this could be a signature: 64 bytes in base64url. */
    public static boolean isSignature(String signature) {
        return SIGNATURE.matcher(signature).matches();
    }

    /**
     * Whether the source of a tip has decided this.
     *
     * @param key the tip's own, 32 bytes in base64url
     * @param signature 64 bytes in base64url
     */
    public boolean isSigned(String key, String signature) {
        if (!isKey(key) || !isSignature(signature)) {
            return false;
        }
        byte[] message = signed();
        return Ed25519.verify(
                Base64.getUrlDecoder().decode(signature),
                0,
                Base64.getUrlDecoder().decode(key),
                0,
                message,
                0,
                message.length);
    }
}
