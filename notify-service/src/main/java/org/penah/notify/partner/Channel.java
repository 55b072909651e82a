package org.penah.notify.partner;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says how a partner is told. */
public enum Channel {
    /** The same request in the same rhythm always: nobody on the way sees when there is an alert. */
    @JsonProperty("slots")
    SLOTS,
    /** One request for each event, for who cannot do slots: the timing is visible. */
    @JsonProperty("edge")
    EDGE
}
