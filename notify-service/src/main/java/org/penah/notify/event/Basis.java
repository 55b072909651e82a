package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says whose word an alert rests on. */
public enum Basis {
    @JsonProperty("source-asserted")
    SOURCE_ASSERTED,
    @JsonProperty("desk-confirmed")
    DESK_CONFIRMED
}
