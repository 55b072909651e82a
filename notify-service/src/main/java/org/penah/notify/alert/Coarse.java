package org.penah.notify.alert;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Times as coarse as they may be kept beside an alert. */
final class Coarse {

    private static final long FIVE_MINUTES = 300;

    private Coarse() {}

    static Instant minute(Instant time) {
        return time.truncatedTo(ChronoUnit.MINUTES);
    }

    static Instant fiveMinutes(Instant time) {
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), FIVE_MINUTES) * FIVE_MINUTES);
    }
}
