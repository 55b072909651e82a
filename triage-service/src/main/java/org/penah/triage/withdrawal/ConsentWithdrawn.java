package org.penah.triage.withdrawal;

import static org.penah.triage.event.Contract.require;

import java.util.UUID;
import org.penah.triage.threat.Consents;

/**
 * Event {@code org.penah.consent.withdrawn.v1} from intake-service: a source allows less than before.
 *
 * @param consents what they still allow
 */
record ConsentWithdrawn(UUID tipId, Consents consents) {

    ConsentWithdrawn {
        require(tipId != null, "tipId is missing");
        require(consents != null, "consents is missing");
        require(consents == null || !consents.alert() || !consents.details(), "nothing is withdrawn");
    }
}
