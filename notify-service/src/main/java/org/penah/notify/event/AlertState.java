package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How far an alert has come. */
public enum AlertState {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("delivered")
    DELIVERED,
    @JsonProperty("acknowledged")
    ACKNOWLEDGED,
    @JsonProperty("cancelled")
    CANCELLED
}
