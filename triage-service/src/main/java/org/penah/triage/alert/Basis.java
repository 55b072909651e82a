package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The ground of an alert. */
public enum Basis {
    @JsonProperty("source-asserted")
    SOURCE_ASSERTED,
    @JsonProperty("desk-confirmed")
    DESK_CONFIRMED
}
