package org.penah.triage.text;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** Checks that need no key of a short text that a browser sealed ({@code docs/contracts/reply.md}). */
public final class SealedText {

    /** Bytes of every sealed text, short or long. */
    private static final int SIZE = 9851;

    private static final byte[] START = "age-encryption.org/v1\n-> mlkem768x25519 ".getBytes(StandardCharsets.US_ASCII);

    private SealedText() {}

    /** Whether this is base64 of bytes that have the size and the first recipient of a sealed text. */
    public static boolean is(String base64) {
        if (base64.length() != (SIZE + 2) / 3 * 4) {
            return false;
        }
        try {
            byte[] bytes = bytes(base64);
            return bytes.length == SIZE && Arrays.equals(bytes, 0, START.length, START, 0, START.length);
        } catch (IllegalArgumentException noBase64) {
            return false;
        }
    }

    public static byte[] bytes(String base64) {
        return Base64.getDecoder().decode(base64);
    }
}
