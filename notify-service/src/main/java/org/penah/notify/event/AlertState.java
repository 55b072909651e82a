package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far an alert has come. */
public enum AlertState {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("delivered")
    DELIVERED,
    /** For so long that it is an alarm. */
    @JsonProperty("unanswered")
    UNANSWERED,
    /** There is nobody who could be told, or all who could are silent. */
    @JsonProperty("unreachable")
    UNREACHABLE,
    @JsonProperty("acknowledged")
    ACKNOWLEDGED,
    /** A partner works on it, for as long as its claim holds. */
    @JsonProperty("claimed")
    CLAIMED,
    /** A partner says that it is resolved; the desk cancels it, or confirms it and it stays open. */
    @JsonProperty("resolved")
    RESOLVED,
    /** It is over by its own time. */
    @JsonProperty("expired")
    EXPIRED,
    @JsonProperty("cancelled")
    CANCELLED
}
