package org.penah.triage.tip;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.penah.triage.threat.Lane;

/**
 * Where a tip stands in the list: a text whose order is the list's order.
 *
 * <p>Lane by lane; in it danger that nobody has looked at, the longest due first, so that what is overdue leads without
 * asking the clock; then the newest day.
 */
final class Place {

    /** Before every tip. */
    static final String START = "";

    private static final long NOT_WAITING = 9_999_999_999L;
    private static final long LAST_DAY = 99_999;

    private Place() {}

    /** @param waitsUntil when a first look is due; absent if nobody waits for one */
    static String of(Lane lane, @Nullable Instant waitsUntil, LocalDate day) {
        long due = waitsUntil == null ? NOT_WAITING : waitsUntil.getEpochSecond();
        return "%d-%010d-%05d".formatted(lane.rank(), due, LAST_DAY - day.toEpochDay());
    }
}
