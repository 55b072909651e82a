package org.penah.triage.details;

import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.persistence.EnumeratedValue;

/** Says how far details have come; from {@link #APPROVED} on, each state is behind the ones before it. */
enum DetailsState {
    /** For a second member to read and approve them. */
    @JsonProperty("waiting")
    WAITING,
    /** A member has decided against it. */
    @JsonProperty("dropped")
    DROPPED,
    /** The source took a consent back before they were approved. */
    @JsonProperty("taken-back")
    TAKEN_BACK,
    /** In the table under its older name, which a version from before 2026-11-30 reads. */
    @JsonProperty("approved")
    APPROVED("RELEASED"),
    /** The partner has been told where to fetch them. */
    @JsonProperty("ready")
    READY,
    /** notify-service did not take them: no consent, no such partner or no such alert there. */
    @JsonProperty("refused")
    REFUSED,
    /** The partner has fetched them. */
    @JsonProperty("read")
    READ,
    /** The key that they lay under is gone. */
    @JsonProperty("destroyed")
    DESTROYED;

    @EnumeratedValue
    final String stored;

    DetailsState() {
        stored = name();
    }

    DetailsState(String stored) {
        this.stored = stored;
    }

    boolean isApproved() {
        return compareTo(APPROVED) >= 0;
    }
}
