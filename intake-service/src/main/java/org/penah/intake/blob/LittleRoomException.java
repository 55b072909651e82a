package org.penah.intake.blob;

import java.io.IOException;

/** The rest of the disk is reserved for small tips. */
public final class LittleRoomException extends IOException {

    LittleRoomException() {
        super("what is left of the disk is for small tips");
    }
}
