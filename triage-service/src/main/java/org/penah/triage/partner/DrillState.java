package org.penah.triage.partner;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Says how far a drill has come, as the desk knows. */
enum DrillState {
    /** notify-service has not said anything of it yet. */
    @JsonProperty("ordered")
    ORDERED,
    @JsonProperty("open")
    OPEN,
    @JsonProperty("delivered")
    DELIVERED,
    @JsonProperty("answered")
    ANSWERED,
    @JsonProperty("expired")
    EXPIRED;

    static DrillState of(PartnerChanged.Drill.State told) {
        return switch (told) {
            case OPEN -> OPEN;
            case DELIVERED -> DELIVERED;
            case ANSWERED -> ANSWERED;
            case EXPIRED -> EXPIRED;
        };
    }
}
