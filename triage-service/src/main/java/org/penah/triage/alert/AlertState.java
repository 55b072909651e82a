package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where an alert stands. */
public enum AlertState {
    /** Nobody has been told yet. */
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
