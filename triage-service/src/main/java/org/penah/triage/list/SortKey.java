package org.penah.triage.list;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.penah.triage.threat.Lane;

/**
 * A tip's place in the list: a text whose order is the list's order.
 *
 * <p>Lane by lane; in it danger that nobody has looked at, the longest due first; then the newest day. An overdue tip
 * of any lane moves to the first: danger among the danger there, other tips with an overdue obligation right behind it.
 */
public final class SortKey {

    /** Before every tip. */
    static final String START = "";

    private static final long NOT_WAITING = 9_999_999_999L;
    private static final long OVERDUE = 9_999_999_990L;
    private static final long LAST_DAY = 99_999;

    private SortKey() {}

    /**
     * The place of a tip with these facts.
     *
     * @param waitsUntil when a first look is due; absent if nobody waits for one
     * @param overdue whether that time, or that of another obligation, has passed
     */
    public static String of(Lane lane, @Nullable Instant waitsUntil, boolean overdue, LocalDate day) {
        long due = overdue ? OVERDUE : NOT_WAITING;
        return String.format(
                Locale.ROOT,
                "%d-%010d-%05d",
                overdue ? Lane.IMMINENT.rank() : lane.rank(),
                waitsUntil == null ? due : waitsUntil.getEpochSecond(),
                LAST_DAY - day.toEpochDay());
    }
}
