package org.penah.sealing.minisign;

import java.util.Base64;
import java.util.List;

/** Reads the text around keys and signatures: comment lines, and one line of base64 with one spelling. */
public final class MinisignText {

    /** Begins the first line of each file. */
    public static final String UNTRUSTED = "untrusted comment: ";

    private static final int LONGEST = 10 * 1024;

    private MinisignText() {}

    /** Splits a file of so many lines, the first an untrusted comment. */
    public static List<String> lines(String text, int count) throws MinisignException {
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        List<String> lines = body.lines().toList();
        if (text.length() > LONGEST || lines.size() != count || !lines.get(0).startsWith(UNTRUSTED)) {
            throw new MinisignException("the file does not have " + count + " lines, the first an untrusted comment");
        }
        return lines;
    }

    /** Reads base64 of exactly so many bytes, in its one spelling. */
    public static byte[] decode(String base64, int length) throws MinisignException {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length == length && encode(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Said below: Java's message quotes what it read, which may be a secret key.
        }
        throw new MinisignException("not base64 of " + length + " bytes");
    }

    /** Bytes in base64 with padding, as a line of minisign has them. */
    public static String encode(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }
}
