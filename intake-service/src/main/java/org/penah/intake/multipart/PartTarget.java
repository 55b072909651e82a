package org.penah.intake.multipart;

import java.io.IOException;

/** Takes the bytes of one part of a form. */
public interface PartTarget {

    /** Takes some bytes; the array is the caller's and only valid during the call. */
    void write(byte[] bytes, int offset, int length) throws IOException;

    /** The part has ended. */
    void end() throws IOException;
}
