package org.penah.triage.list;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says where a tip was sealed. */
public enum Sealing {
    @JsonProperty("server")
    SERVER,
    @JsonProperty("browser")
    BROWSER,
    @JsonProperty("device")
    DEVICE
}
