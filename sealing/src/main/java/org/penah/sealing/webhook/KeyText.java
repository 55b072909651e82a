package org.penah.sealing.webhook;

import java.util.Base64;

/** The text form of keys: a prefix that says which kind, then base64. */
final class KeyText {

    private KeyText() {}

    static String encode(String prefix, byte[] key) {
        return prefix + Base64.getEncoder().encodeToString(key);
    }

    /** Reads exactly what {@link #encode} writes; the message of a refusal quotes nothing, the text may be secret. */
    static byte[] decode(String prefix, String text) {
        if (text.startsWith(prefix)) {
            try {
                byte[] key = Base64.getDecoder().decode(text.substring(prefix.length()));
                if (encode(prefix, key).equals(text)) {
                    return key;
                }
            } catch (IllegalArgumentException notBase64) {
                // Its message would quote a character.
            }
        }
        throw new IllegalArgumentException("a key of this kind is written " + prefix + " and canonical base64");
    }
}
