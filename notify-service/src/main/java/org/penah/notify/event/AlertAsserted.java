package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells that a source reported imminent danger and allowed it to be told, {@value #TYPE} on {@code penah.intake.notify}.
 *
 * @param dueBy when somebody must have looked, rounded up to 5 minutes
 * @param flood true if it came in a flood; null if not
 * @param decisionKey Ed25519 key in base64url under which the source signs what it takes back; null from versions before
 * @param canary true if a canary tip raised it; null if not
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AlertAsserted(
        UUID alertId,
        Threat threat,
        Consents consents,
        List<String> languages,
        Instant dueBy,
        @Nullable Boolean flood,
        @Nullable String decisionKey,
        @Nullable Boolean canary) {

    public static final String TYPE = "org.penah.alert.asserted.v1";

    public AlertAsserted {
        Valid.randomId(alertId);
        Valid.require(threat != null, "the alert has no threat");
        Valid.require(consents != null, "the alert has no consents");
        languages = Valid.languages(languages);
        Valid.coarse(dueBy);
        Valid.decisionKey(decisionKey);
        Valid.require(flood == null || flood, "an alert outside a flood does not speak of one");
        Valid.require(canary == null || canary, "an alert of a source does not speak of a canary");
    }
}
