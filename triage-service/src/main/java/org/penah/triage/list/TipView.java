package org.penah.triage.list;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.AlertView;
import org.penah.triage.obligation.Obligation;
import org.penah.triage.threat.Consents;
import org.penah.triage.threat.Lane;
import org.penah.triage.threat.Threat;

/**
 * A tip for the console, without what is sealed.
 *
 * @param replyTo left out in lists
 * @param decideBy when it is an alarm that nobody has decided about danger that somebody opened; absent once somebody has
 * @param erasingDue when it is deleted, if its source erased it before anybody read it
 * @param laneOverridden whether staff put it in another lane than its answers do
 * @param obligation what its source waits for
 * @param movedBy who moved it to this queue, until somebody else there opens it
 * @param tags ids of what is put on it
 * @param alert brief in lists
 */
public record TipView(
        UUID tipId,
        String queue,
        int epoch,
        Lane lane,
        String language,
        Threat threat,
        Consents consents,
        Sealing sealing,
        long sizeClass,
        LocalDate day,
        @Nullable Instant dueBy,
        @Nullable LocalDate firstOpened,
        @Nullable Instant decideBy,
        boolean folded,
        @Nullable LocalDate withdrawnOn,
        @Nullable Instant erasingDue,
        @Nullable String replyTo,
        @Nullable Assignee assignee,
        @Nullable Finding finding,
        boolean laneOverridden,
        @Nullable Obligation obligation,
        boolean overdue,
        @Nullable LocalDate closedOn,
        boolean legalHold,
        boolean answerWaived,
        @Nullable LocalDate answeredOn,
        @Nullable String movedBy,
        List<UUID> tags,
        @Nullable AlertView alert) {}
