package org.penah.intake.edge;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/**
 * Computes when an instance makes room for a new one: once a day, at its own moment, no matter what sources do.
 *
 * @param from of the day, in UTC
 * @param within how long after it the last instance has had its turn
 * @param instance its name, which gives several instances different moments
 */
record Turn(LocalTime from, Duration within, String instance) {

    /** The first one after it has started. */
    Instant after(Instant started) {
        ZonedDateTime today = started.atZone(ZoneOffset.UTC).with(from).plus(within(instance));
        // Behind midnight it may still be the turn of yesterday.
        ZonedDateTime first = today.minusDays(1);
        while (!first.toInstant().isAfter(started)) {
            first = first.plusDays(1);
        }
        return first.toInstant();
    }

    private Duration within(String name) {
        return Duration.ofSeconds(Math.floorMod(name.hashCode(), Math.max(1, within.toSeconds())));
    }
}
