package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says how far an alert has come with one partner; delivered is transport, acknowledged is a human. */
public enum PartnerAlertState {
    @JsonProperty("pending")
    PENDING,
    @JsonProperty("delivered")
    DELIVERED,
    @JsonProperty("acknowledged")
    ACKNOWLEDGED,
    /** A human there cannot act on what it says. */
    @JsonProperty("needs-info")
    NEEDS_INFO,
    @JsonProperty("claimed")
    CLAIMED,
    @JsonProperty("declined")
    DECLINED,
    @JsonProperty("released")
    RELEASED,
    @JsonProperty("resolved")
    RESOLVED,
    /** The alert was cancelled, and a human there has confirmed that. */
    @JsonProperty("stopped")
    STOPPED
}
