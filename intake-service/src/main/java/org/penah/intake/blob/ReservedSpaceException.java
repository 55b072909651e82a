package org.penah.intake.blob;

import java.io.IOException;

/** Says that the remaining space of the disk is reserved for small tips. */
public final class ReservedSpaceException extends IOException {

    ReservedSpaceException() {
        super("what is left of the disk is for small tips");
    }
}
