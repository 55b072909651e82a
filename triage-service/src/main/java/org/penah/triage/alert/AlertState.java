package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an alert stands. */
public enum AlertState {
    /** Asked of notify-service, which has not said anything yet. */
    @JsonProperty("sent")
    SENT,
    @JsonProperty("open")
    OPEN,
    /** Transported; nobody has answered. */
    @JsonProperty("delivered")
    DELIVERED,
    /** A human answered. */
    @JsonProperty("acknowledged")
    ACKNOWLEDGED,
    @JsonProperty("cancelled")
    CANCELLED
}
