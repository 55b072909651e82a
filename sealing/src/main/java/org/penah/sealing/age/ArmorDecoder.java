package org.penah.sealing.age;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a file out of its {@link Armor}; tolerates white space around it and CRLF, as age does, and nothing else. */
public final class ArmorDecoder extends RefusingInputStream {

    private static final int MAX_WHITESPACE = 1024;

    private boolean begun;
    private boolean shortLineRead;
    private boolean ended;

    /** The stream is closed with this one. */
    public ArmorDecoder(InputStream text) {
        super(new BufferedInputStream(text), new byte[Armor.BYTES_PER_LINE]);
    }

    @Override
    int next(InputStream text, byte[] into) throws IOException {
        if (ended) {
            return 0;
        }
        if (!begun) {
            skipToBegin(text);
            begun = true;
        }
        String line = readLine(text);
        if (line.equals(Armor.END)) {
            requireOnlyWhitespace(text);
            ended = true;
            return 0;
        }
        byte[] decoded = line.length() > Armor.COLUMNS ? null : Base64Text.decodePadded(line);
        if (decoded == null || decoded.length == 0 || shortLineRead) {
            throw AgeException.armor("the armor has a line that is not canonical base64 of at most 64 characters");
        }
        shortLineRead = decoded.length < Armor.BYTES_PER_LINE;
        System.arraycopy(decoded, 0, into, 0, decoded.length);
        return decoded.length;
    }

    private static void skipToBegin(InputStream text) throws IOException {
        int skipped = 0;
        String first = readLine(text);
        while (first.isBlank()) {
            skipped += first.length() + 1;
            if (skipped > MAX_WHITESPACE) {
                throw AgeException.armor("there is too much white space before the armor");
            }
            first = readLine(text);
        }
        if (!first.equals(Armor.BEGIN)) {
            throw AgeException.armor("the armor does not begin with its BEGIN line");
        }
    }

    private static void requireOnlyWhitespace(InputStream text) throws IOException {
        byte[] rest = text.readNBytes(MAX_WHITESPACE);
        for (byte b : rest) {
            if (!Character.isWhitespace(b)) {
                throw AgeException.armor("something follows the armor");
            }
        }
        if (rest.length == MAX_WHITESPACE) {
            throw AgeException.armor("there is too much white space behind the armor");
        }
    }

    /** Reads a line without its LF or CRLF; the last one may lack them. */
    private static String readLine(InputStream text) throws IOException {
        StringBuilder line = new StringBuilder(Armor.COLUMNS + 1);
        int next = text.read();
        if (next == -1) {
            throw AgeException.armor("the armor is cut off");
        }
        for (; next != -1 && next != '\n'; next = text.read()) {
            line.append((char) next);
            if (line.length() > MAX_WHITESPACE) {
                throw AgeException.armor("the armor has a line that is too long");
            }
        }
        int last = line.length() - 1;
        return last >= 0 && line.charAt(last) == '\r' ? line.substring(0, last) : line.toString();
    }
}
