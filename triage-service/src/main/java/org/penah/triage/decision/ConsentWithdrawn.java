package org.penah.triage.decision;

import static org.penah.triage.event.Contract.require;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.decision.Decision;
import org.penah.triage.threat.Consents;

/**
 * Tells, as event {@code org.penah.consent.withdrawn.v1} from intake-service, that a source allows less than before.
 *
 * @param consents what they still allow, as intake-service says
 * @param signature their own, in base64url; null for tips from before there were such
 */
record ConsentWithdrawn(
        UUID tipId, Consents consents, @Nullable String signature) {

    static final String TYPE = "org.penah.consent.withdrawn.v1";

    ConsentWithdrawn {
        require(tipId != null, "tipId is missing");
        require(consents != null, "consents is missing");
        require(consents == null || !consents.alert() || !consents.details(), "nothing is withdrawn");
        require(signature == null || Decision.isSignature(signature), "signature is not a signature");
    }
}
