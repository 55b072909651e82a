package org.penah.notify.alert;

import org.penah.notify.event.Basis;
import org.penah.notify.partner.Candidate;

/** Which partners may get an alert. {@link AlertConsent} says whether it may leave at all. */
final class AlertPolicy {

    private AlertPolicy() {}

    static boolean admits(Basis basis, Candidate partner) {
        return switch (basis) {
            case DESK_CONFIRMED -> true;
            case SOURCE_ASSERTED -> partner.acceptsSourceAsserted();
        };
    }
}
