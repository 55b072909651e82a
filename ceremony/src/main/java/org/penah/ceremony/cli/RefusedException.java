package org.penah.ceremony.cli;

import java.io.IOException;

/** The command does not do it; one sentence for the person who ran it. */
final class RefusedException extends IOException {

    RefusedException(String message) {
        super(message);
    }
}
