package org.penah.ceremony.cli;

import java.io.IOException;

/** The command does not do it; one sentence for whoever ran it. */
final class RefusedException extends IOException {

    RefusedException(String message) {
        super(message);
    }
}
