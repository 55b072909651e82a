package org.penah.canary;

import java.io.IOException;

/** intake-service does not know a tip as the canary's: somebody must look before the next. */
final class UnknownToPenahException extends IOException {

    private static final long serialVersionUID = 1L;

    UnknownToPenahException(String message) {
        super(message);
    }
}
