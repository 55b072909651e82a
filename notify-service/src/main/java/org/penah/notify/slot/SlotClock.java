package org.penah.notify.slot;

import java.time.Duration;
import java.time.Instant;
import java.util.random.RandomGenerator;

/**
 * The moments of one partner's slots, on a clock that never jumps ({@link System#nanoTime}).
 *
 * <p>They are counted from a fixed origin: a beat that was late moves none of those behind it, and one that was missed is
 * left out rather than made up for.
 *
 * @param origin nanoseconds; a partner's own, so that not all beat at once
 */
record SlotClock(long origin, Duration length) {

    /**
     * The same moments with each instance, as far as their clocks agree: the wall clock says once where they are.
     *
     * @param phase where in a slot they are, from 0 to 1
     * @param nanos what {@link System#nanoTime} says now
     */
    static SlotClock begin(double phase, Duration length, Instant now, long nanos) {
        long sinceEpoch = Duration.between(Instant.EPOCH, now).toNanos();
        return new SlotClock(
                nanos - Math.floorMod(sinceEpoch - (long) (phase * length.toNanos()), length.toNanos()), length);
    }

    /** The first moment after another. */
    long after(long nanos) {
        return nanos + length.toNanos() - Math.floorMod(nanos - origin, length.toNanos());
    }

    /**
     * When what is due at a moment leaves: up to a thousandth of a slot later, by chance. Load makes it tenths of a millisecond
     * later, which would show where nothing else does.
     */
    long leaving(long moment, RandomGenerator chance) {
        return moment + chance.nextLong(length.toNanos() / 1000);
    }
}
