package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** On whose word an alert stands. */
public enum Basis {
    @JsonProperty("source-asserted")
    SOURCE_ASSERTED,
    @JsonProperty("desk-confirmed")
    DESK_CONFIRMED
}
