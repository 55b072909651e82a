package org.penah.stack.canary;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** A unique word that is searched for in each of its encodings. */
public final class Canary {

    private static final int LETTERS = 24;

    private final String word;

    private Canary(String word) {
        this.word = word;
    }

    /**
     * A new one. It has letters only, so that JSON, HTML, URLs and SQL all write it as it is; and it is never written
     * to a file by those who search for it.
     */
    public static Canary random() {
        SecureRandom random = new SecureRandom();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < LETTERS; i++) {
            word.append((char) ('a' + random.nextInt(26)));
        }
        return new Canary(word.toString());
    }

    public String word() {
        return word;
    }

    /** Each form with its name: text of three encodings, hexadecimal, and base64 at each of its three offsets. */
    Map<String, byte[]> forms() {
        byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
        Map<String, byte[]> forms = new LinkedHashMap<>();
        forms.put("UTF-8", utf8);
        forms.put("UTF-16LE", word.getBytes(StandardCharsets.UTF_16LE));
        forms.put("UTF-16BE", word.getBytes(StandardCharsets.UTF_16BE));
        forms.put("hexadecimal", ascii(HexFormat.of().formatHex(utf8)));
        for (int offset = 0; offset < 3; offset++) {
            forms.put("base64 at offset " + offset, ascii(insideBase64(utf8, offset)));
        }
        return forms;
    }

    /** The characters that depend on no byte before or after the word. */
    private static String insideBase64(byte[] bytes, int offset) {
        byte[] shifted = ByteBuffer.allocate(offset + bytes.length)
                .position(offset)
                .put(bytes)
                .array();
        String encoded = Base64.getEncoder().encodeToString(shifted);
        int first = (offset * 8 + 5) / 6;
        int end = shifted.length * 8 / 6;
        return encoded.substring(first, end);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "[canary]";
    }
}
