package org.penah.triage.lane;

import java.util.Locale;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.threat.Lane;
import org.penah.triage.threat.Threat;

/** Decides whether staff may move a tip to a more or less severe lane. */
public final class LaneRule {

    private LaneRule() {}

    /**
     * The lane that a tip gets.
     *
     * @throws ProblemException if the name is not a lane, or if danger would be lowered before anybody has read it
     */
    public static Lane decide(Lane before, String name, Threat threat, boolean opened) {
        Lane after = Lane.named(name)
                .filter(lane -> lane != Lane.QUARANTINE)
                .orElseThrow(() -> ProblemException.badRequest("value is not one of imminent, urgent, routine"));
        if (after.rank() > before.rank() && threat.isReported() && !opened) {
            throw ProblemException.conflict(
                    "unread-danger",
                    "Not read yet",
                    "A report of danger can be called less than "
                            + before.name().toLowerCase(Locale.ROOT) + " only after it was opened.");
        }
        return after;
    }
}
