package org.penah.sealing.age;

import java.io.ByteArrayOutputStream;

/** Collects a header byte by byte until the line that ends it, within a bound. */
final class HeaderScanner {

    /** Room for {@link Header#MAX_STANZAS} post-quantum stanzas of 1.6 kB each, and to spare. */
    static final int MAX_BYTES = 128 * 1024;

    private static final String START = Header.VERSION_LINE + "\n";

    private final ByteArrayOutputStream collected = new ByteArrayOutputStream(2048);
    private int column;
    private boolean onlyDashes;

    /**
     * Takes the next byte, or -1 at the end of the file.
     *
     * @return whether the header is complete
     */
    boolean add(int next) throws AgeException {
        int size = collected.size();
        // Whatever is not an age file is turned away at its first wrong byte.
        if (size < START.length() ? next != START.charAt(size) : next < 0) {
            throw AgeException.header(size < START.length() ? "this is not an age v1 file" : "the header is cut off");
        }
        if (size == MAX_BYTES) {
            throw AgeException.header("the header is longer than " + MAX_BYTES + " bytes");
        }
        collected.write(next);
        if (next == '\n') {
            boolean complete = column >= 3 && onlyDashes;
            column = 0;
            return complete;
        }
        if (column < 3) {
            onlyDashes = next == '-' && (column == 0 || onlyDashes);
        }
        column++;
        return false;
    }

    Header header() throws AgeException {
        return Header.parse(collected.toByteArray());
    }
}
