package org.penah.triage.tip;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.AlertView;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.Lane;
import org.penah.triage.threat.Threat;

/**
 * A tip for the console, without what is sealed.
 *
 * @param replyTo left out in lists
 * @param erasingDue when it is deleted, if its source erased it before anybody read it
 * @param laneOverridden whether staff put it in another lane than its answers do
 * @param duty what its source waits for
 * @param tags ids of what is put on it
 * @param alert brief in lists
 */
record TipView(
        UUID tipId,
        String queue,
        int epoch,
        Lane lane,
        String language,
        Threat threat,
        Consents consents,
        SealedBy sealing,
        long sizeClass,
        LocalDate day,
        @Nullable Instant dueBy,
        @Nullable LocalDate firstOpened,
        boolean folded,
        @Nullable LocalDate withdrawnOn,
        @Nullable Instant erasingDue,
        @Nullable String replyTo,
        @Nullable Assignee holder,
        @Nullable Finding finding,
        boolean laneOverridden,
        @Nullable Obligation duty,
        boolean overdue,
        @Nullable LocalDate closedOn,
        boolean legalHold,
        boolean answerWaived,
        @Nullable LocalDate answeredOn,
        List<UUID> tags,
        @Nullable AlertView alert) {

    static TipView of(Tip tip, @Nullable String replyTo, @Nullable AlertView alert, List<UUID> tags) {
        return new TipView(
                tip.tipId,
                tip.queue,
                tip.epoch,
                tip.lane,
                tip.language,
                tip.threat(),
                tip.consents(),
                tip.sealing,
                tip.sizeClass,
                tip.day,
                tip.dueBy,
                tip.firstOpened,
                tip.isFolded(),
                tip.withdrawnOn,
                tip.erasingDue,
                replyTo,
                tip.holder == null ? null : new Assignee(tip.holder, tip.heldUntil),
                tip.finding,
                tip.staffLane != null,
                tip.duty == null || tip.dutyBy == null ? null : new Obligation(tip.duty, tip.dutyBy),
                tip.overdue,
                tip.closedOn,
                tip.legalHold,
                tip.answerWaived,
                tip.answeredOn,
                tags,
                alert);
    }
}
