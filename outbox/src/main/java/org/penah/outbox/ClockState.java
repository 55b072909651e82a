package org.penah.outbox;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Decides by which day the old is deleted, from looks at a clock that may jump: the day goes on by one for each day that the service
 * has run, or to wherever the clock is after three days of running.
 *
 * @param day the trusted one
 * @param ran looks since it is trusted
 * @param jumpedTo where the clock is, if it has jumped and did not come back
 * @param waited looks since then
 */
record ClockState(LocalDate day, int ran, @Nullable LocalDate jumpedTo, int waited) {

    /** Of 144 in a day, so that restarts and a night's pause do not add up to a jump. */
    static final int LOOKS_OF_A_DAY = 120;

    /** Three whole days. */
    static final int LOOKS_OF_A_WAIT = 432;

    /** So much is no jump, for days begin at midnight. */
    private static final int NEAR = 1;

    /** Days between two looks of a machine that is off over a long weekend. */
    private static final int LONGEST_PAUSE = 4;

    static ClockState begin(LocalDate today) {
        return new ClockState(today, 0, null, 0);
    }

    boolean hasJumped() {
        return jumpedTo != null;
    }

    /**
     * The state after another look.
     *
     * @param counts whether ten minutes have passed since the last one that counted
     */
    ClockState look(LocalDate today, boolean counts) {
        int more = counts ? 1 : 0;
        int nowRan = Math.min(ran, Integer.MAX_VALUE - 1) + more;
        int earned = nowRan / LOOKS_OF_A_DAY;
        if (!today.isBefore(day.minusDays(NEAR)) && !today.isAfter(day.plusDays(Math.max(NEAR, earned)))) {
            return today.isAfter(day) && !today.isAfter(day.plusDays(earned))
                    ? begin(today)
                    : new ClockState(day, nowRan, null, 0);
        }
        if (jumpedTo == null || !isOn(jumpedTo, today)) {
            return new ClockState(day, nowRan, today, 0);
        }
        return waited + more < LOOKS_OF_A_WAIT ? new ClockState(day, nowRan, today, waited + more) : begin(today);
    }

    /** Whether the clock may have gone on from there: it is believed after the same wait wherever it went, so steps gain nothing. */
    private static boolean isOn(LocalDate from, LocalDate today) {
        return !today.isBefore(from) && !today.isAfter(from.plusDays(LONGEST_PAUSE));
    }
}
