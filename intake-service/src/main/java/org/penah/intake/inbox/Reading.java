package org.penah.intake.inbox;

import java.util.Base64;
import java.util.Optional;

/**
 * Gives a reply out as its page does: as text, or sealed for the source's own browser to open.
 *
 * @param text empty if there is no reply, if it cannot be opened, or if it is not opened here
 * @param sealed in base64, for the browser
 */
record Reading(Optional<String> text, Optional<String> sealed) {

    static Reading opened(Optional<String> text) {
        return new Reading(text, Optional.empty());
    }

    static Reading sealed(Optional<byte[]> reply) {
        return new Reading(Optional.empty(), reply.map(Base64.getEncoder()::encodeToString));
    }

    /** Whether the source gets it to read. */
    boolean isGivenOut() {
        return text.isPresent() || sealed.isPresent();
    }

    /** Hides what staff wrote. */
    @Override
    public String toString() {
        return "Reading[redacted]";
    }
}
