package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says how far an alert has come. */
public enum AlertState {
    /** Nobody has been told yet. */
    @JsonProperty("open")
    OPEN,
    /** Transported; nobody has answered. */
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
    /** A human at a partner has seen it and keeps it, for a time. */
    @JsonProperty("acknowledged")
    ACKNOWLEDGED,
    /** One of them has taken it on, for as long as they say. */
    @JsonProperty("claimed")
    CLAIMED,
    /** The partner that took it on says that it is over. */
    @JsonProperty("resolved")
    RESOLVED,
    /** Its time has passed, and it was set aside or a drill; any other stays until the desk ends it. */
    @JsonProperty("expired")
    EXPIRED,
    @JsonProperty("cancelled")
    CANCELLED;

    /** Whether nobody works on the alert any longer. */
    public boolean isOver() {
        return mayGoOn() || this == CANCELLED;
    }

    /** Whether the desk can let it go on after all: a partner's word that it is resolved is not the last one, nor is the time. */
    boolean mayGoOn() {
        return this == RESOLVED || this == EXPIRED;
    }

    /** Whether somebody at a partner keeps it, for a time. */
    boolean isHeld() {
        return this == ACKNOWLEDGED || this == CLAIMED;
    }
}
