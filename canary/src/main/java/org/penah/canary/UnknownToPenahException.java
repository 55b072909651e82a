package org.penah.canary;

import java.io.IOException;

/** Says that intake-service did not recognise the canary's tip. Somebody must look before the next one is sent. */
final class UnknownToPenahException extends IOException {

    private static final long serialVersionUID = 1L;

    UnknownToPenahException(String message) {
        super(message);
    }
}
