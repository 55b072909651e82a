package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The desk's decision about an alert. */
public enum Decision {
    @JsonProperty("confirmed")
    CONFIRMED,
    @JsonProperty("cancelled")
    CANCELLED
}
