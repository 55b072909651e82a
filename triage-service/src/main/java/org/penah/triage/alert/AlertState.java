package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of an alert. */
public enum AlertState {
    /** Nobody has been told yet. */
    @JsonProperty("open")
    OPEN,
    /** Transported; nobody has answered. */
    @JsonProperty("delivered")
    DELIVERED,
    /** For so long that it is an alarm. */
    @JsonProperty("unanswered")
    UNANSWERED,
    /** There is nobody who could be told, or all who could are silent. */
    @JsonProperty("unreachable")
    UNREACHABLE,
    /** A human answered. */
    @JsonProperty("acknowledged")
    ACKNOWLEDGED,
    /** One of them has taken it on, for as long as they say. */
    @JsonProperty("claimed")
    CLAIMED,
    /** The partner that took it on says that it is over. */
    @JsonProperty("resolved")
    RESOLVED,
    /** Its time has passed. */
    @JsonProperty("expired")
    EXPIRED,
    @JsonProperty("cancelled")
    CANCELLED;

    /** Whether the alert is over. */
    public boolean isOver() {
        return this == RESOLVED || this == EXPIRED || this == CANCELLED;
    }
}
