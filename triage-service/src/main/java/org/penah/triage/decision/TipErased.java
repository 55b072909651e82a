package org.penah.triage.decision;

import static org.penah.triage.event.Contract.require;

import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.decision.Decision;

/**
 * Tells, as event {@code org.penah.tip.erased.v1} from intake-service, that a source has deleted everything.
 *
 * @param signature their own, in base64url; null for tips from before there were such
 */
record TipErased(UUID tipId, @Nullable String signature) {

    static final String TYPE = "org.penah.tip.erased.v1";

    TipErased {
        require(tipId != null, "tipId is missing");
        require(signature == null || Decision.isSignature(signature), "signature is not a signature");
    }
}
