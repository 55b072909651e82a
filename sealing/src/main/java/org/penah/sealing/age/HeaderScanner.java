package org.penah.sealing.age;

/** Collects a header byte by byte until the line that ends it, within a bound. */
final class HeaderScanner {

    /** Room for {@link Header#MAX_STANZAS} post-quantum stanzas of 1.6 kB each, and to spare. */
    static final int MAX_BYTES = 128 * 1024;

    private static final String STANZA = "\n-> ";

    private static final String START = Header.VERSION_LINE + "\n";

    private final StringBuilder collected = new StringBuilder(2048);
    private int lineStart;

    /**
     * Takes the next byte, or -1 at the end of the file.
     *
     * @return whether the header is complete
     */
    boolean add(int next) throws AgeException {
        int size = collected.length();
        if (size < START.length() && next != START.charAt(size)) {
            // Whatever is not an age file is turned away at its first wrong byte.
            throw AgeException.header("this is not an age v1 file");
        }
        if (next == -1) {
            throw AgeException.header("the header is cut off");
        }
        if (size == MAX_BYTES) {
            throw AgeException.header("the header is longer than " + MAX_BYTES + " bytes");
        }
        collected.append((char) next);
        if (next != '\n') {
            return false;
        }
        boolean last = collected.substring(lineStart).startsWith(Header.MAC_MARK);
        lineStart = size + 1;
        return last;
    }

    /** Of the part that has come. */
    boolean hasSeveralStanzas() {
        return collected.indexOf(STANZA) != collected.lastIndexOf(STANZA);
    }

    Header header() throws AgeException {
        return Header.parse(collected.toString());
    }
}
