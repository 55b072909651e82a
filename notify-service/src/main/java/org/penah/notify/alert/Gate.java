package org.penah.notify.alert;

import org.penah.notify.event.Basis;
import org.penah.notify.partner.Offer;

/** Who may hear of an alert. That it may leave at all is the source's consent, without which no event comes here. */
final class Gate {

    private Gate() {}

    static boolean admits(Basis basis, Offer partner) {
        return switch (basis) {
            case DESK_CONFIRMED -> true;
            case SOURCE_ASSERTED -> partner.acceptsSourceAsserted();
        };
    }
}
