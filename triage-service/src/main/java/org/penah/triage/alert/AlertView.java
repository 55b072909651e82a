package org.penah.triage.alert;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Shows an alert on the console.
 *
 * @param cancelling that somebody has asked to cancel it, while that has not taken effect
 * @param aside that somebody has set it aside: it comes after all others, at partners too, and wakes nobody
 * @param undecided whether a partner calls it resolved, and the desk has not decided about that
 * @param goingOn whether its time has ended it, and the desk has let it go on since
 * @param overdue whether its time has passed and nobody has ended it
 * @param partners who was told; left out in lists
 */
public record AlertView(
        UUID alertId,
        Basis basis,
        AlertState state,
        @Nullable Decision decision,
        @Nullable Cancelling cancelling,
        @Nullable Aside aside,
        boolean undecided,
        boolean goingOn,
        boolean overdue,
        @Nullable List<PartnerAlert> partners) {

    /** Who has set it aside as one of a flood, and why. */
    public record Aside(String by, AsideReason reason) {}

    /**
     * The member who asked, and when it takes effect unless somebody keeps the alert.
     *
     * @param due a full five minutes
     */
    public record Cancelling(String by, Instant due) {}

    static AlertView of(Alert alert) {
        return new AlertView(
                alert.alertId,
                alert.basis,
                alert.state,
                alert.decision,
                cancelling(alert),
                aside(alert),
                alert.isUndecided(),
                alert.isGoingOn(),
                alert.overdue,
                alert.partners);
    }

    private static @Nullable Cancelling cancelling(Alert alert) {
        String by = alert.cancellingBy;
        Instant due = alert.cancellingDue;
        return by == null || due == null || alert.state == AlertState.CANCELLED ? null : new Cancelling(by, due);
    }

    private static @Nullable Aside aside(Alert alert) {
        String by = alert.asideBy;
        AsideReason reason = alert.asideReason;
        return by == null || reason == null ? null : new Aside(by, reason);
    }

    /** The same without its partners. */
    public AlertView brief() {
        return new AlertView(alertId, basis, state, decision, cancelling, aside, undecided, goingOn, overdue, null);
    }
}
