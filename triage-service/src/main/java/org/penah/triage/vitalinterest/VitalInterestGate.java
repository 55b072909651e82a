package org.penah.triage.vitalinterest;

import org.jspecify.annotations.Nullable;
import org.penah.triage.alert.ReportedDanger;
import org.penah.triage.problem.ProblemException;

/** Decides whether an alert may be raised without the source's consent (GDPR, article 6(1)(d): vital interests). */
final class VitalInterestGate {

    private VitalInterestGate() {}

    /** @throws ProblemException if there is no danger, or if the source has decided about an alert */
    static void requireUntold(ReportedDanger danger) {
        if (!danger.threat().isReported()) {
            throw ProblemException.conflict(
                    "no-threat", "No threat", "The source reported no danger, so there is nothing to tell.");
        }
        if (danger.alertId() != null) {
            throw ProblemException.conflict(
                    "alert-known",
                    "Alert known",
                    "This tip has an alert, or had one that its source took back. It is not raised over their word.");
        }
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
