package org.penah.triage.threat;

import static org.penah.triage.event.Contract.require;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Holds the source's answers about imminent physical danger.
 *
 * @param who whom the danger threatens
 * @param when how soon; present exactly if somebody is in danger
 * @param region UN M49 code of a wider region, such as {@code 145}, if the source named one
 */
public record Threat(Who who, @Nullable When when, @Nullable String region) {

    /** The person in danger. */
    public enum Who {
        @JsonProperty("me")
        ME,
        @JsonProperty("someone-else")
        SOMEONE_ELSE,
        /** The form for danger does not ask. */
        @JsonProperty("unspecified")
        UNSPECIFIED,
        @JsonProperty("none")
        NONE
    }

    /** How soon it is expected. */
    public enum When {
        @JsonProperty("hours")
        HOURS,
        @JsonProperty("days")
        DAYS
    }

    public Threat {
        require(who != null, "who is missing");
        require((when == null) == (who == Who.NONE), "when belongs to a threat and to nothing else");
        require(region == null || who != Who.NONE, "a region without a threat");
        require(region == null || region.matches("[0-9]{3}"), "region is not an M49 code");
    }

    @JsonIgnore
    public boolean isReported() {
        return who != Who.NONE;
    }
}
