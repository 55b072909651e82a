package org.penah.triage.event;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Checks of an event's record; a refusal names the field and the kind of fault, never the value. */
public final class Contract {

    /** Far more than anything is counted to, and far from where the next one is negative. */
    public static final int MOST = 1_000_000_000;

    /**
     * By so many numbers two words of one sender may overtake each other: it has two instances, each with a batch of its
     * outbox, and then some. One further behind is not late: the high number that is known here was never honest.
     */
    public static final int LATE = 200;

    /** No tip is older than Penah. */
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-01-01");

    /** No correct clock shows more; a database stores a much later time as infinity, which nobody can read. */
    private static final LocalDate LAST_DAY = LocalDate.parse("2099-12-31");

    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("2100-01-01T00:00:00Z");

    private Contract() {}

    /** Throws an {@link IllegalArgumentException} if this does not hold. */
    public static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    public static void requireDay(@Nullable LocalDate day, String name) {
        require(
                day != null && !day.isBefore(FIRST_DAY) && !day.isAfter(LAST_DAY),
                name + " is missing, before 2026 or after 2099");
    }

    public static void requireTime(@Nullable Instant time, String name) {
        require(
                time != null && !time.isBefore(FIRST) && time.isBefore(END),
                name + " is missing, before 2026 or after 2099");
    }

    /** For a number that grows by one from 1. */
    public static void requireNumber(int number, String name) {
        require(number >= 1 && number <= MOST, name + " is less than 1 or too large");
    }

    /** For a count. */
    public static void requireCount(int count, String name) {
        require(count >= 0 && count <= MOST, name + " is negative or too large");
    }

    /** Whether an event with this number is newer than one with that. */
    public static boolean isNews(int number, int known) {
        return number > known || number < known - LATE;
    }
}
