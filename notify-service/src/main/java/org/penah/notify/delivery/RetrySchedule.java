package org.penah.notify.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Computes when a message is tried again: at 0, 2, 5, 10, 20, 40 and 60 s, each minute to 15 min, every 5 min to 2 h, then
 * every 15 min; each pause up to a fifth longer or shorter, so that partners who failed together do not come back
 * together.
 */
final class RetrySchedule {

    /** A server that took the message is not bothered again sooner. */
    static final Duration AFTER_DELIVERY = Duration.ofMinutes(1);

    private static final int[] FIRST_SECONDS = {2, 3, 5, 10, 20, 20};
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final int LAST_AT_15_MINUTES = FIRST_SECONDS.length + 1 + 14;
    private static final int LAST_AT_2_HOURS = LAST_AT_15_MINUTES + 21;
    private static final double SPREAD = 0.2;

    private RetrySchedule() {}

    /** The pause after so many tries of one message, one or more. */
    static Duration pauseAfter(int tries, RandomGenerator random) {
        return spread(exactPauseAfter(tries), random);
    }

    static Duration exactPauseAfter(int tries) {
        if (tries <= FIRST_SECONDS.length) {
            return Duration.ofSeconds(FIRST_SECONDS[tries - 1]);
        }
        return tries < LAST_AT_15_MINUTES
                ? MINUTE
                : tries < LAST_AT_2_HOURS ? MINUTE.multipliedBy(5) : MINUTE.multipliedBy(15);
    }

    static Duration spread(Duration pause, RandomGenerator random) {
        double factor = 1 + SPREAD * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(pause.toMillis() * factor));
    }
}
