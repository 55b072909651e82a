package org.penah.intake.event;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells, as {@value #TYPE} from notify, what became of an alert, by day.
 *
 * @param number grows with each word on this alert; null from a notify-service that did not count them yet
 */
record AlertAnswered(UUID alertId, State state, @Nullable Integer number, LocalDate day) {

    static final String TYPE = "org.penah.alert.answered.v1";

    AlertAnswered {
        if (alertId == null || state == null) {
            throw new IllegalArgumentException("the answer to an alert lacks a field");
        }
        Valid.day(day);
        if (number != null) {
            Valid.number(number);
        }
    }

    enum State {
        /** Nobody has yet, and staff have an alarm. */
        UNANSWERED,
        ACKNOWLEDGED,
        /** The partner that had answered has given it back. */
        OPEN,
        CANCELLED;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
