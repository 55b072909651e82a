package org.penah.notify.alert;

import org.penah.notify.event.Basis;
import org.penah.notify.partner.Candidate;

/** Decides which partners may get an alert. {@link AlertConsent} says whether it may leave at all. */
final class AlertPolicy {

    private AlertPolicy() {}

    /** Whether it concerns them at all: staff hear of what is for staff, partners of everything else. */
    static boolean concerns(AlertLifecycle.Kind kind, Candidate partner) {
        return partner.staff() == (kind == AlertLifecycle.Kind.STAFF);
    }

    static boolean admits(Basis basis, Candidate partner) {
        return switch (basis) {
            case DESK_CONFIRMED -> true;
            case SOURCE_ASSERTED -> partner.staff() || partner.acceptsSourceAsserted();
        };
    }
}
