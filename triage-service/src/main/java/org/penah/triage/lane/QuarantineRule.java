package org.penah.triage.lane;

import org.penah.triage.problem.ProblemException;
import org.penah.triage.threat.Threat;

/** Decides whether a member may put a tip aside: danger never unread. */
public final class QuarantineRule {

    private QuarantineRule() {}

    /**
     * Whether it changes anything.
     *
     * @throws ProblemException if a report of danger would be put aside before anybody has read it
     */
    public static boolean isNews(boolean before, boolean after, Threat threat, boolean opened) {
        if (after && !before && threat.isReported() && !opened) {
            throw ProblemException.conflict(
                    "unread-danger", "Not read yet", "A report of danger can be put aside only after it was opened.");
        }
        return before != after;
    }
}
