package org.penah.triage.alert;

import static org.penah.triage.event.Contract.require;

import java.util.List;
import java.util.UUID;

/**
 * Event {@code org.penah.alert.changed.v1} from notify-service: an alert as it now stands, whole.
 *
 * @param revision grows with each change of the alert; an older one than is known changes nothing
 */
record AlertChanged(UUID alertId, int revision, AlertState state, Basis basis, List<PartnerState> partners) {

    private static final int MAX_PARTNERS = 100;

    AlertChanged {
        require(alertId != null, "alertId is missing");
        require(revision >= 1, "revision is less than 1");
        require(state != null, "state is missing");
        require(basis != null, "basis is missing");
        require(partners != null && partners.size() <= MAX_PARTNERS, "partners is missing or too long");
        partners = List.copyOf(partners);
    }
}
