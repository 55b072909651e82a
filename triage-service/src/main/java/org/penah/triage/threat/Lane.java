package org.penah.triage.threat;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Says how urgently a tip is to be looked at, most urgent first; computed here, never taken from the client. */
public enum Lane {
    @JsonProperty("imminent")
    IMMINENT(0),
    @JsonProperty("urgent")
    URGENT(1),
    @JsonProperty("routine")
    ROUTINE(2),
    @JsonProperty("quarantine")
    QUARANTINE(3);

    private final int rank;

    Lane(int rank) {
        this.rank = rank;
    }

    /** 0 for what comes first in the list, at most 9; stored, so never changed. */
    public int rank() {
        return rank;
    }

    /** The lane that a tip starts in. */
    public static Lane of(Threat threat) {
        if (threat.when() == null) {
            return ROUTINE;
        }
        return switch (threat.when()) {
            case HOURS -> IMMINENT;
            case DAYS -> URGENT;
        };
    }

    /** The lane with this name in an address, if there is one. */
    public static Optional<Lane> named(String name) {
        return Arrays.stream(values())
                .filter(lane -> lane.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
