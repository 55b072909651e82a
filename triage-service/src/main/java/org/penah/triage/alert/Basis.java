package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says on what ground an alert was raised. */
public enum Basis {
    @JsonProperty("source-asserted")
    SOURCE_ASSERTED,
    @JsonProperty("desk-confirmed")
    DESK_CONFIRMED
}
