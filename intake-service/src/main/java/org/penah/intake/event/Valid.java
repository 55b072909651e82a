package org.penah.intake.event;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/** Checks that the records of this package share; a refusal names the kind of fault and quotes nothing. */
final class Valid {

    /** No tip is older than Penah. */
    private static final LocalDate FIRST_DAY = LocalDate.parse("2026-01-01");

    /** No clock that is right says more. */
    private static final LocalDate LAST_DAY = LocalDate.parse("2099-12-31");

    /** Far more than anything is counted to, and far from where the next one is negative. */
    private static final int MOST = 1_000_000_000;

    private Valid() {}

    static void day(@Nullable LocalDate day) {
        if (day == null || day.isBefore(FIRST_DAY) || day.isAfter(LAST_DAY)) {
            throw new IllegalArgumentException("a day is missing, before 2026 or after 2099");
        }
    }

    /** A number that grows by one from 1. */
    static void number(int number) {
        if (number < 1 || number > MOST) {
            throw new IllegalArgumentException("a number is not positive, or too large");
        }
    }
}
