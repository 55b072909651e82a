package org.penah.partner.attention;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a nudge is sent. Each one reveals when somebody was needed, so it sends few: none while somebody is at
 * the page, one every five minutes until somebody looks, after six in a row one an hour for an alert and none for a silent line. On a beat nothing is revealed, and each time
 * tells what is needed.
 */
final class NudgePlan {

    /** Time for a person at the page to press a button. */
    static final Duration GRACE = Duration.ofSeconds(15);

    /** A line that is down for less needs nobody. */
    static final Duration SILENCE = Duration.ofMinutes(5);

    static final Duration BETWEEN = Duration.ofMinutes(5);
    static final int MOST_IN_A_ROW = 6;

    /** Who slept through six may wake at the seventh; no alert is given up. */
    static final Duration LATER = Duration.ofHours(1);

    private @Nullable Instant last;
    private @Nullable Instant cause;
    private int inARow;

    /**
     * Whether to nudge now; if so, it counts as done.
     *
     * @param unseenSince when the oldest alert came that nobody has looked at; null if there is none
     * @param newest when the newest of them came
     * @param silentSince since when Penah is silent or cannot look up alerts; null if neither
     */
    boolean isDue(Instant now, @Nullable Instant unseenSince, @Nullable Instant newest, @Nullable Instant silentSince) {
        boolean alert = isOver(unseenSince, GRACE, now);
        if (!isNeeded(now, unseenSince, silentSince)) {
            if (unseenSince == null && silentSince == null) {
                inARow = 0;
            }
            return false;
        }
        Instant reason = alert ? newest : silentSince;
        if (reason != null && !reason.equals(cause)) {
            cause = reason;
            inARow = 0;
        }
        if (!alert && inARow == MOST_IN_A_ROW) {
            return false;
        }
        if (last != null && !isOver(last, inARow < MOST_IN_A_ROW ? BETWEEN : LATER, now)) {
            return false;
        }
        last = now;
        inARow = Math.min(inARow + 1, MOST_IN_A_ROW);
        return true;
    }

    /** Whether somebody must look now, however often they were told. */
    static boolean isNeeded(Instant now, @Nullable Instant unseenSince, @Nullable Instant silentSince) {
        return isOver(unseenSince, GRACE, now) || isOver(silentSince, SILENCE, now);
    }

    /** Whether it is so long ago; also if it is still to come, for then the machine's clock was set back. */
    private static boolean isOver(@Nullable Instant since, Duration pause, Instant now) {
        return since != null && (now.isBefore(since) || !now.isBefore(since.plus(pause)));
    }
}
