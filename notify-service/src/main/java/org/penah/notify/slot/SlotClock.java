package org.penah.notify.slot;

import java.time.Duration;

/**
 * The moments of one partner's slots, on a clock that never jumps ({@link System#nanoTime}).
 *
 * <p>They are counted from a fixed origin: a beat that was late moves none of those behind it, and one that was missed is
 * left out rather than made up for.
 *
 * @param origin nanoseconds; a partner's own, so that not all beat at once
 */
record SlotClock(long origin, Duration length) {

    /** The first moment after another. */
    long after(long nanos) {
        return nanos + length.toNanos() - Math.floorMod(nanos - origin, length.toNanos());
    }
}
