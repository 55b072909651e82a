package org.penah.notify.alert;

import org.penah.notify.event.Basis;
import org.penah.notify.partner.Candidate;

/** Who may hear of an alert. That it may leave at all is the source's consent, without which no event comes here. */
final class AlertPolicy {

    private AlertPolicy() {}

    static boolean admits(Basis basis, Candidate partner) {
        return switch (basis) {
            case DESK_CONFIRMED -> true;
            case SOURCE_ASSERTED -> partner.acceptsSourceAsserted();
        };
    }
}
