package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Holds the source's answers about a threat.
 *
 * @param region a sub-region by its UN M49 code, or null
 */
public record Threat(Who who, When when, @Nullable String region) {

    /** Who is in danger. */
    public enum Who {
        @JsonProperty("me")
        ME,
        @JsonProperty("someone-else")
        SOMEONE_ELSE,
        /** The form for danger does not ask. */
        @JsonProperty("unspecified")
        UNSPECIFIED
    }

    /** How soon. */
    public enum When {
        @JsonProperty("hours")
        HOURS,
        @JsonProperty("days")
        DAYS
    }

    public Threat {
        Valid.require(who != null, "the threat does not say who");
        Valid.require(when != null, "the threat does not say when");
        Valid.require(region == null || region.matches("[0-9]{3}"), "the region is not an M49 code");
    }
}
