package org.penah.notify.partner;

import java.util.UUID;

/**
 * What must be known of a partner before anything is sent: who they are and what they want to hear.
 *
 * @param timingVisible whether an observer can see when they are told
 * @param coverage whom they can help
 */
public record Candidate(
        UUID id,
        String name,
        boolean acceptsSourceAsserted,
        int tier,
        boolean silent,
        boolean timingVisible,
        Coverage coverage) {

    /** The same for an alert that nobody there can act on now: as if they were silent, they are told and passed over. */
    public Candidate passedOver() {
        return new Candidate(id, name, acceptsSourceAsserted, tier, true, timingVisible, coverage);
    }
}
