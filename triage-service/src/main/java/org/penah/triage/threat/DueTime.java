package org.penah.triage.threat;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Computes when danger is to be looked at. */
public final class DueTime {

    /** No due time is finer than this, so that it does not tell when a tip was sent. */
    private static final Duration GRAIN = Duration.ofMinutes(5);

    /** No report of danger waits longer for a look, regardless of intake-service's settings. */
    private static final Duration LONGEST = Duration.ofDays(8);

    private DueTime() {}

    public static boolean isCoarse(Instant due) {
        return due.equals(roundedUp(due));
    }

    /** A due time, or the latest that there is. */
    public static Instant atMost(Instant due, Instant now) {
        Instant latest = roundedUp(now.plus(LONGEST));
        return due.isBefore(latest) ? due : latest;
    }

    /** The rest of a due time once somebody has looked: its day. */
    public static Instant faded(Instant due) {
        return due.truncatedTo(ChronoUnit.DAYS);
    }

    /** By when a partner should answer what the desk decided at this moment. */
    public static Instant renewed(Threat.When when, Instant now) {
        Duration patience =
                switch (when) {
                    case HOURS -> Duration.ofMinutes(10);
                    case DAYS -> Duration.ofHours(24);
                };
        return roundedUp(now.plus(patience));
    }

    /** The last full five minutes that are over. */
    public static Instant lastBefore(Instant instant) {
        return roundedUp(instant).minus(GRAIN);
    }

    /** The next full five minutes. */
    public static Instant roundedUp(Instant instant) {
        long grain = GRAIN.toSeconds();
        long seconds = instant.getEpochSecond() + (instant.getNano() > 0 ? 1 : 0);
        return Instant.ofEpochSecond(-Math.floorDiv(-seconds, grain) * grain);
    }
}
