package org.penah.triage.alert;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * Tells notify-service, as event {@code org.penah.alert.telephoned.v1}, what a partner said on the telephone, without the
 * name of who spoke.
 *
 * @param until what they said is to hold, no finer than five minutes
 * @param number counts our words about the alert, as in {@link AlertDecided}
 */
record AlertTelephoned(UUID alertId, String partner, Answer answer, Instant until, int number) {

    static final String TYPE = "org.penah.alert.telephoned.v1";

    /** What they said. */
    enum Answer {
        @JsonProperty("acknowledge")
        ACKNOWLEDGE,
        @JsonProperty("decline")
        DECLINE
    }
}
