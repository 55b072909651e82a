package org.penah.triage.withdrawal;

import static org.penah.triage.event.Contract.require;

import java.util.UUID;

/** Event {@code org.penah.tip.erased.v1} from intake-service: a source has deleted everything. */
record TipErased(UUID tipId) {

    TipErased {
        require(tipId != null, "tipId is missing");
    }
}
