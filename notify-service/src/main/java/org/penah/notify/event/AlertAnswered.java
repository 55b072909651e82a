package org.penah.notify.event;

import java.time.LocalDate;
import java.util.UUID;

/** What the source may hear of an alert, {@value #TYPE} on {@code penah.mailbox}. */
public record AlertAnswered(UUID alertId, AlertState state, LocalDate day) {

    public static final String TYPE = "org.penah.alert.answered.v1";

    public AlertAnswered {
        Valid.randomId(alertId);
        Valid.require(
                state == AlertState.ACKNOWLEDGED || state == AlertState.CANCELLED,
                "only an acknowledged or cancelled alert is answered");
        Valid.require(day != null, "the day is missing");
    }
}
