package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says what the desk decided about an alert. */
public enum Decision {
    @JsonProperty("confirmed")
    CONFIRMED,
    @JsonProperty("cancelled")
    CANCELLED
}
