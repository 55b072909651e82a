package org.penah.triage.details;

import static org.penah.triage.event.Contract.require;
import static org.penah.triage.event.Contract.requireDay;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.LocalDate;
import java.util.UUID;

/** Tells, as event {@code org.penah.details.changed.v1} from notify-service, what became of details. */
record DetailsChanged(UUID detailsId, UUID alertId, String partner, State state, LocalDate day) {

    static final String TYPE = "org.penah.details.changed.v1";

    /** See the contract. */
    enum State {
        @JsonProperty("ready")
        READY(DetailsState.READY),
        @JsonProperty("refused")
        REFUSED(DetailsState.REFUSED),
        @JsonProperty("read")
        READ(DetailsState.READ),
        @JsonProperty("destroyed")
        DESTROYED(DetailsState.DESTROYED);

        final DetailsState atTheDesk;

        State(DetailsState atTheDesk) {
            this.atTheDesk = atTheDesk;
        }
    }

    DetailsChanged {
        require(detailsId != null, "detailsId is missing");
        require(alertId != null, "alertId is missing");
        require(partner != null && partner.matches("[a-z][a-z0-9-]{0,30}"), "partner is not the name of a partner");
        require(state != null, "state is missing");
        requireDay(day, "day");
    }
}
