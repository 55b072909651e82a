package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells that somebody of the desk reached a partner by telephone, {@value #TYPE} on {@code penah.triage.notify}.
 *
 * @param partner one that was told of the alert
 * @param until what they said is to hold, rounded up to 5 minutes; at most as long as an acknowledgement does
 * @param number counts what the desk says of this alert, as in {@link AlertDecided}; null from versions before
 */
public record AlertTelephoned(
        UUID alertId,
        String partner,
        Answer answer,
        Instant until,
        @Nullable Integer number) {

    public static final String TYPE = "org.penah.alert.telephoned.v1";

    /** What they said. */
    public enum Answer {
        /** They see to it. */
        @JsonProperty("acknowledge")
        ACKNOWLEDGE,
        /** They cannot. */
        @JsonProperty("decline")
        DECLINE
    }

    public AlertTelephoned {
        Valid.randomId(alertId);
        Valid.partner(partner);
        Valid.require(answer != null, "the partner has no answer");
        Valid.coarse(until);
        Valid.require(number == null || number > 0, "the number of a word is too small");
    }
}
