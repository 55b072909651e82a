package org.penah.sealing.age;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The ASCII armor of a file for channels that carry text: strict PEM (RFC 7468 figure 3) under age's label. */
public final class Armor {

    static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----";
    static final String END = "-----END AGE ENCRYPTED FILE-----";
    static final int BYTES_PER_LINE = 48;
    static final int COLUMNS = 64;

    private Armor() {}

    /**
     * Answers the binary file, whether it comes armored or not, as {@code age} does.
     *
     * @param file not needed by the caller afterwards; closed with the answer
     */
    public static InputStream removeIfPresent(InputStream file) throws IOException {
        PushbackInputStream peeked = new PushbackInputStream(file, BEGIN.length());
        byte[] start = peeked.readNBytes(BEGIN.length());
        peeked.unread(start);
        boolean armored = Arrays.equals(start, BEGIN.getBytes(StandardCharsets.US_ASCII));
        return armored ? new ArmorDecoder(peeked) : peeked;
    }
}
