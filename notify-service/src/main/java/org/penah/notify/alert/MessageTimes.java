package org.penah.notify.alert;

import java.time.Duration;
import java.time.Instant;
import org.penah.notify.event.Threat;

/**
 * The times that a partner reads in a message. They follow from when this message was said to this partner: the alert's times
 * are equal for all, and would tell a partner that others were told before.
 *
 * @param expires when it ends, unless it is said again
 * @param acknowledgeBy when an answer is expected
 */
public record MessageTimes(Instant expires, Instant acknowledgeBy) {

    static final Duration HOURS_LAST = Duration.ofHours(24);
    static final Duration DAYS_LAST = Duration.ofDays(7);
    static final Duration DRILL_LASTS = Duration.ofMinutes(65);
    static final Duration DRILL_ANSWER = Duration.ofMinutes(20);
    private static final Duration HOURS_ANSWER = Duration.ofMinutes(15);
    private static final Duration DAYS_ANSWER = Duration.ofHours(24);

    /**
     * Works them out.
     *
     * @param sent when the message was said, no finer than five minutes; so are they
     * @param exercise whether it is a drill
     */
    public static MessageTimes of(Instant sent, Threat.When when, boolean exercise) {
        if (exercise) {
            return new MessageTimes(sent.plus(DRILL_LASTS), sent.plus(DRILL_ANSWER));
        }
        return switch (when) {
            case HOURS -> new MessageTimes(sent.plus(HOURS_LAST), sent.plus(HOURS_ANSWER));
            case DAYS -> new MessageTimes(sent.plus(DAYS_LAST), sent.plus(DAYS_ANSWER));
        };
    }
}
