package org.penah.intake.seal;

/**
 * Bounds what one tip may bring.
 *
 * @param bytes of all files together
 * @param declared by the client for the whole body, or -1
 */
public record UploadBounds(long bytes, int files, long declared) {

    /** The bytes that fields, headers and delimiters may add to the files. */
    private static final long AROUND_FILES = 1 << 20;

    /** Below it, reading on costs less than asking. */
    private static final long WORTH_ASKING = 1 << 20;

    /** Whether it pays to learn early that this is a repeat. */
    public boolean areFar() {
        return declared < 0 || declared > WORTH_ASKING;
    }

    boolean tooMuchDeclared() {
        return declared > bytes + AROUND_FILES;
    }
}
