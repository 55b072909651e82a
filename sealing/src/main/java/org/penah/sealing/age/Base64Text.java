package org.penah.sealing.age;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads and writes base64 in its one canonical spelling (RFC 4648 section 3.5), without padding in headers and with it in armor. */
final class Base64Text {

    private static final Base64.Encoder UNPADDED = Base64.getEncoder().withoutPadding();

    private Base64Text() {}

    static String encode(byte[] bytes) {
        return UNPADDED.encodeToString(bytes);
    }

    static String encodePadded(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** Answers null for every spelling but the canonical one without padding. */
    static byte @Nullable [] decode(String text) {
        return decode(text, UNPADDED);
    }

    /** Answers null for every spelling but the canonical one with padding. */
    static byte @Nullable [] decodePadded(String text) {
        return decode(text, Base64.getEncoder());
    }

    private static byte @Nullable [] decode(String text, Base64.Encoder canonical) {
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException notBase64) {
            return null;
        }
        // The JDK forgives missing padding and stray trailing bits; encoding again finds both.
        return canonical.encodeToString(decoded).equals(text) ? decoded : null;
    }
}
