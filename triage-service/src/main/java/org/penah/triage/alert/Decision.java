package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the desk decides about an alert. */
public enum Decision {
    @JsonProperty("confirmed")
    CONFIRMED,
    @JsonProperty("cancelled")
    CANCELLED
}
