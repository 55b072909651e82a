package org.penah.triage.retention;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a timer may delete a tip: nothing that is unread, on hold, under an open alert, or not closed for as
 * long as its queue keeps it.
 */
final class RetentionRule {

    /**
     * The facts that the rule uses.
     *
     * @param firstOpened absent while nobody has read it
     * @param closedOn absent while it is worked at
     * @param alertIsOver true if there is no alert, or if the alert is over
     */
    record Standing(
            @Nullable LocalDate firstOpened, @Nullable LocalDate closedOn, boolean legalHold, boolean alertIsOver) {}

    private RetentionRule() {}

    /** @param days that a closed tip is kept, at least 1 */
    static boolean mayGo(Standing tip, int days, LocalDate today) {
        if (days < 1) {
            throw new IllegalArgumentException("a tip is kept for at least a day");
        }
        if (tip.firstOpened() == null || tip.closedOn() == null || tip.legalHold() || !tip.alertIsOver()) {
            return false;
        }
        return !tip.closedOn().plusDays(days).isAfter(today);
    }
}
