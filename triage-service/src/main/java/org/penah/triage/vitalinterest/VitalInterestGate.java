package org.penah.triage.vitalinterest;

import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.threat.Threat;

/** Decides whether an alert may be raised without the source's consent (GDPR, article 6(1)(d): vital interests). */
final class VitalInterestGate {

    private VitalInterestGate() {}

    /**
     * Checks that there is danger to tell of, and that the source has not decided about an alert.
     *
     * @param reported by the source
     * @param isOpened whether somebody has opened the tip
     * @param found by staff, where the source reported none
     * @throws ProblemException if an alert may not be raised
     */
    static void requireUntold(ReportedDanger reported, boolean isOpened, @Nullable Threat found) {
        if (reported.threat().isReported() && found != null) {
            throw ProblemException.conflict(
                    "danger-reported", "Danger reported", "The source reported danger, so their answers count.");
        }
        if (!reported.threat().isReported()) {
            requireFound(isOpened, found);
        }
        if (reported.alertId() != null) {
            throw ProblemException.conflict(
                    "alert-known",
                    "Alert known",
                    "This tip has an alert, or had one that its source took back. It is not raised over their word.");
        }
    }

    private static void requireFound(boolean isOpened, @Nullable Threat found) {
        if (found == null || !found.isReported()) {
            throw ProblemException.conflict(
                    "no-threat",
                    "No threat",
                    "The source reported no danger. Say who is in danger by what you read, and how soon.");
        }
        if (!isOpened) {
            throw ProblemException.conflict(
                    "unread", "Not read yet", "Danger can be found only in a tip that somebody has opened.");
        }
    }

    /**
     * The proposal that a second member agrees to, and not one that has replaced it.
     *
     * @param digest of what that member has read
     * @throws ProblemException if it is another one, or cannot be approved
     */
    static Proposal requireRead(@Nullable Proposal proposal, String digest) {
        Proposal open = requireOpen(proposal);
        if (!open.digest().equals(digest)) {
            throw ProblemException.conflict(
                    "changed", "Changed", "This is another proposal than the one that you read. Read it first.");
        }
        return open;
    }

    /** @throws ProblemException if nobody proposed it, or somebody has approved it */
    static Proposal requireOpen(@Nullable Proposal proposal) {
        if (proposal == null) {
            throw ProblemException.notFound();
        }
        if (proposal.approver() != null) {
            throw ProblemException.conflict("decided", "Decided", "Somebody has approved this meanwhile.");
        }
        return proposal;
    }
}
