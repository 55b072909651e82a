package org.penah.triage.list;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Says what staff found of a tip. */
public enum Finding {
    @JsonProperty("verified")
    VERIFIED,
    @JsonProperty("plausible")
    PLAUSIBLE,
    @JsonProperty("unfounded")
    UNFOUNDED,
    @JsonProperty("duplicate")
    DUPLICATE,
    /** This finding puts a tip aside; any other finding brings it back. */
    @JsonProperty("junk")
    JUNK;

    /** The finding of this name, if there is one. */
    public static Optional<Finding> named(String name) {
        return Arrays.stream(values())
                .filter(finding -> finding.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
