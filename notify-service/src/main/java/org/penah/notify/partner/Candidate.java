package org.penah.notify.partner;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds what must be known of a partner before anything is sent: who they are and what they want to hear.
 *
 * @param timingVisible whether an observer can see when they are told
 * @param lostFrom from when on they cannot be relied upon for what they have: they are silent for so long, or ended; null if they are there
 * @param staff whether they are our own people on duty
 * @param coverage whom they can help
 */
public record Candidate(
        UUID id,
        String name,
        boolean acceptsSourceAsserted,
        int tier,
        boolean silent,
        boolean timingVisible,
        @Nullable Instant lostFrom,
        boolean staff,
        Coverage coverage) {

    /** The same for an alert that nobody there can act on now: as if they were silent, they are told and passed over. */
    public Candidate passedOver() {
        return new Candidate(id, name, acceptsSourceAsserted, tier, true, timingVisible, lostFrom, staff, coverage);
    }
}
