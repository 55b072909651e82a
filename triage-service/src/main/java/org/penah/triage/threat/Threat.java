package org.penah.triage.threat;

import static org.penah.triage.event.Contract.require;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The source's answers about imminent physical danger.
 *
 * @param who whom the danger threatens
 * @param when how soon; present exactly if somebody is in danger
 * @param region the wider region, if the source named one
 */
public record Threat(Who who, @Nullable When when, @Nullable String region) {

    private static final int MAX_REGION = 64;

    /** Whom the danger threatens. */
    public enum Who {
        @JsonProperty("me")
        ME,
        @JsonProperty("someone-else")
        SOMEONE_ELSE,
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
        require(region == null || (!region.isBlank() && region.length() <= MAX_REGION), "region is too long or blank");
    }

    @JsonIgnore
    public boolean isReported() {
        return who != Who.NONE;
    }
}
