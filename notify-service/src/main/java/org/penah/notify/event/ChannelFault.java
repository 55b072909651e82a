package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says what is wrong with the channel to a partner. */
public enum ChannelFault {
    /** It does not answer heartbeats. */
    @JsonProperty("silent")
    SILENT,
    /** No connection, or no answer in time. */
    @JsonProperty("unreachable")
    UNREACHABLE,
    /** It answers 4xx or 5xx. */
    @JsonProperty("refuses")
    REFUSES,
    /** It answers, but does not sign. */
    @JsonProperty("unsigned")
    UNSIGNED,
    @JsonProperty("redirects")
    REDIRECTS,
    /** Its certificate or key is not the one expected. */
    @JsonProperty("insecure")
    INSECURE,
    /** Its address is not on the public Internet. */
    @JsonProperty("forbidden")
    FORBIDDEN,
    /** An alert is held back because something in it may not leave. */
    @JsonProperty("withheld")
    WITHHELD
}
