package org.penah.triage.tip;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Where a tip was sealed. */
enum SealedBy {
    @JsonProperty("server")
    SERVER,
    @JsonProperty("browser")
    BROWSER,
    @JsonProperty("device")
    DEVICE
}
