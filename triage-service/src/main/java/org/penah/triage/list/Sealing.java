package org.penah.triage.list;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a tip was sealed. */
public enum Sealing {
    @JsonProperty("server")
    SERVER,
    @JsonProperty("browser")
    BROWSER,
    @JsonProperty("device")
    DEVICE
}
