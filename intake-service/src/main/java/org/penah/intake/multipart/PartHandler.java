package org.penah.intake.multipart;

/** Takes the parts of a form: for each part one {@code begin}, any number of {@code data}, one {@code end}. */
public interface PartHandler {

    void begin(PartHeader part);

    /** Some bytes of the part; the array is the reader's and only valid during the call. */
    void data(byte[] bytes, int offset, int length);

    void end();
}
