package org.penah.intake.flood;

import java.time.Duration;

/**
 * A token bucket that is full at first and fills evenly. Not safe for use by several threads.
 *
 * <p>Kept as the one moment at which it would be full (the generic cell rate algorithm), so that a circuit costs a few numbers.
 */
final class TokenBucket {

    private final long perToken;
    private final long toFill;
    private long fullAt;

    /**
     * @param tokens that it holds
     * @param toFill the time in which an empty one fills
     * @param now in nanoseconds of any clock that does not go back
     */
    TokenBucket(int tokens, Duration toFill, long now) {
        this.perToken = toFill.toNanos() / tokens;
        this.toFill = perToken * tokens;
        this.fullAt = now;
    }

    /** Takes a token if there is one. */
    boolean take(long now) {
        long then = Math.max(fullAt - now, 0) + perToken;
        if (then > toFill) {
            return false;
        }
        fullAt = now + then;
        return true;
    }
}
