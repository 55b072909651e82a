package org.penah.notify.event;

import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

/**
 * Tells intake-service what the source may hear of an alert, {@value #TYPE} on {@code penah.notify.intake}.
 *
 * @param state open if the partner that had answered has given it back
 * @param number grows with each word on this alert, so that the mailbox can drop what comes late
 */
public record AlertAnswered(UUID alertId, AlertState state, int number, LocalDate day) {

    public static final String TYPE = "org.penah.alert.answered.v1";

    private static final Set<AlertState> WORDS =
            Set.of(AlertState.UNANSWERED, AlertState.ACKNOWLEDGED, AlertState.OPEN, AlertState.CANCELLED);

    public AlertAnswered {
        Valid.randomId(alertId);
        Valid.require(
                state != null && WORDS.contains(state),
                "a source hears that an alert is unanswered, acknowledged, open again or cancelled");
        Valid.number(number);
        Valid.day(day);
    }
}
