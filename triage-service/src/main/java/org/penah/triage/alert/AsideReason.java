package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says why somebody sets an alert aside that nobody has read. */
public enum AsideReason {
    /** Too many come at once for all to be true. */
    @JsonProperty("flood")
    FLOOD,
    /** We were told of people who send false alarms. */
    @JsonProperty("campaign")
    CAMPAIGN
}
