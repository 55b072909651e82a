package org.penah.notify.event;

import java.util.UUID;

/** Asks for a drill with one partner, {@value #TYPE} on {@code penah.triage.notify}. */
public record DrillOrdered(UUID drillId, String partner) {

    public static final String TYPE = "org.penah.drill.ordered.v1";

    public DrillOrdered {
        Valid.randomId(drillId);
        Valid.partner(partner);
    }
}
