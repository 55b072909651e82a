package org.penah.notify.event;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A source reported imminent danger and allowed it to be told, {@value #TYPE} on {@code penah.alerts}.
 *
 * @param dueBy when somebody must have looked, rounded up to 5 minutes
 */
public record AlertAsserted(UUID alertId, Threat threat, Consents consents, List<String> languages, Instant dueBy) {

    public static final String TYPE = "org.penah.alert.asserted.v1";

    public AlertAsserted {
        Valid.randomId(alertId);
        Valid.require(threat != null, "the alert has no threat");
        Valid.require(consents != null, "the alert has no consents");
        languages = Valid.languages(languages);
        Valid.coarse(dueBy);
    }
}
