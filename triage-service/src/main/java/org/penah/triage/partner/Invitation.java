package org.penah.triage.partner;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Asks a partner to introduce itself.
 *
 * @param challenge what their answer must carry, so that an old one is not played back
 * @param answer what they said; absent until it was pasted
 */
record Invitation(
        String name,
        UUID id,
        String challenge,
        String invitedBy,
        LocalDate invitedOn,
        @Nullable Answer answer) {

    /** How long an answer to it is taken. */
    static final int DAYS = 30;

    /**
     * An answer that waits for a second member.
     *
     * @param statement the signed line
     */
    record Answer(String statement, PartnerDecided.Profile profile, String proposedBy, LocalDate proposedOn) {}

    boolean isOver(LocalDate today) {
        return invitedOn.plusDays(DAYS).isBefore(today);
    }
}
