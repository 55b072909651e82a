package org.penah.notify.alert;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says what a message does to what the partner knows; CAP 1.2 {@code msgType}. */
public enum MessageType {
    @JsonProperty("Alert")
    ALERT,
    @JsonProperty("Update")
    UPDATE,
    @JsonProperty("Cancel")
    CANCEL
}
