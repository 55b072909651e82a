package org.penah.intake.blob;

import java.io.IOException;

/** What is left of the disk is kept for small tips. */
public final class LittleRoomException extends IOException {

    LittleRoomException() {
        super("what is left of the disk is for small tips");
    }
}
