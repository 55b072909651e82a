package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says how far an alert has come. */
public enum AlertState {
    @JsonProperty("open")
    OPEN,
    @JsonProperty("delivered")
    DELIVERED,
    /** For so long that it is an alarm. */
    @JsonProperty("unanswered")
    UNANSWERED,
    /** On the source's word, which no partner takes: it waits for the desk to confirm it. */
    @JsonProperty("awaiting-confirmation")
    AWAITING_CONFIRMATION,
    /** There is nobody who could be told, or all who could are silent. */
    @JsonProperty("unreachable")
    UNREACHABLE,
    /** A human at a partner has seen it and keeps it, for as long as the acknowledgement holds. */
    @JsonProperty("acknowledged")
    ACKNOWLEDGED,
    /** A partner works on it, for as long as its claim holds. */
    @JsonProperty("claimed")
    CLAIMED,
    /** A partner says that it is resolved; the desk cancels it, or confirms it and it stays open. */
    @JsonProperty("resolved")
    RESOLVED,
    /** Its time is over: it was a drill, or came in a flood and nobody took it on. */
    @JsonProperty("expired")
    EXPIRED,
    @JsonProperty("cancelled")
    CANCELLED
}
