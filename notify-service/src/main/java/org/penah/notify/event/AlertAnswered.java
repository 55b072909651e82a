package org.penah.notify.event;

import java.time.LocalDate;
import java.util.UUID;

/** What the source may hear of an alert, {@value #TYPE} on {@code penah.mailbox}; each says more than those before it. */
public record AlertAnswered(UUID alertId, AlertState state, LocalDate day) {

    public static final String TYPE = "org.penah.alert.answered.v1";

    public AlertAnswered {
        Valid.randomId(alertId);
        Valid.require(
                state == AlertState.UNANSWERED || state == AlertState.ACKNOWLEDGED || state == AlertState.CANCELLED,
                "a source hears that an alert is unanswered, acknowledged or cancelled");
        Valid.require(day != null, "the day is missing");
    }
}
