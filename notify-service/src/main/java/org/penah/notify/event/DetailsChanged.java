package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.UUID;

/** Tells the desk what became of details, {@value #TYPE} on {@code penah.notify.triage}: an entry for the journal. */
public record DetailsChanged(UUID detailsId, UUID alertId, String partner, State state, LocalDate day) {

    public static final String TYPE = "org.penah.details.changed.v1";

    /** How far they have come. */
    public enum State {
        @JsonProperty("ready")
        READY,
        /** There is no consent, no such partner or no alert that it knows of. */
        @JsonProperty("refused")
        REFUSED,
        /** Fetched, with the partner's key. */
        @JsonProperty("read")
        READ,
        /** Nobody has fetched them and nobody can any more. */
        @JsonProperty("destroyed")
        DESTROYED
    }

    public DetailsChanged {
        Valid.randomId(detailsId);
        Valid.randomId(alertId);
        Valid.partner(partner);
        Valid.require(state != null, "the details have no state");
        Valid.day(day);
    }
}
