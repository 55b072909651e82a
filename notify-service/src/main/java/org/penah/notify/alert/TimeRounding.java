package org.penah.notify.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Rounds times as coarsely as they may be kept beside an alert. */
public final class TimeRounding {

    private static final long FIVE_MINUTES = 300;

    private TimeRounding() {}

    public static Instant minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES);
    }

    /** The next one, or this one. */
    public static Instant minuteAfter(Instant time) {
        return minute(time.plus(Duration.ofMinutes(1).minusNanos(1)));
    }

    public static Instant fiveMinutes(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), FIVE_MINUTES) * FIVE_MINUTES);
    }
}
