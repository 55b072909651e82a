package org.penah.sealing.tip;

/**
 * Describes one file of a tip.
 *
 * @param entry its name in the container, ours: {@code files/1}, {@code files/2}, …
 * @param name what the source called it; data to show, never a path
 * @param type the media type that the source's browser claimed; data to show, never to trust
 * @param size in bytes
 */
public record TipFile(String entry, String name, String type, long size) {

    /** Begins the name of each file's entry. */
    public static final String ENTRY_PREFIX = "files/";

    public TipFile {
        TipBounds.text("file name", name, TipBounds.FILE_NAME);
        TipBounds.text("file type", type, TipBounds.FILE_TYPE);
        if (size < 0) {
            throw new IllegalArgumentException("file size is negative");
        }
    }

    /** Hides what a source wrote from logs and stack traces. */
    @Override
    public String toString() {
        return "TipFile[" + entry + ", redacted]";
    }

    /** The name of the file with this number, the first being 1. */
    public static String entryOf(int number) {
        return ENTRY_PREFIX + number;
    }
}
