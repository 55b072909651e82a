package org.penah.triage.partner;

import static org.penah.triage.event.Contract.require;

import java.util.UUID;

/**
 * Tells notify-service, as event {@code org.penah.drill.ordered.v1}, to send an Exercise alert to one partner, on the path
 * of all others.
 */
record DrillOrdered(UUID drillId, String partner) {

    static final String TYPE = "org.penah.drill.ordered.v1";

    DrillOrdered {
        require(drillId != null, "drillId is missing");
        require(partner != null && partner.matches("[a-z][a-z0-9-]{0,30}"), "partner is not the name of a partner");
    }
}
