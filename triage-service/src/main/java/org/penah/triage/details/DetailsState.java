package org.penah.triage.details;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says how far details have come; from {@link #RELEASED} on, each state is behind the ones before it. */
enum DetailsState {
    /** For a second member to read and release them. */
    @JsonProperty("waiting")
    WAITING,
    /** A member has decided against it. */
    @JsonProperty("dropped")
    DROPPED,
    /** The source took a consent back before they were released. */
    @JsonProperty("taken-back")
    TAKEN_BACK,
    @JsonProperty("released")
    RELEASED,
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

    boolean isReleased() {
        return compareTo(RELEASED) >= 0;
    }
}
