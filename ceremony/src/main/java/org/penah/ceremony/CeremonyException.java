package org.penah.ceremony;

import java.io.IOException;

/** The ceremony cannot go on; one sentence for the person at the table. */
public final class CeremonyException extends IOException {

    CeremonyException(String message) {
        super(message);
    }
}
