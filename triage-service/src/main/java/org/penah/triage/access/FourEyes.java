package org.penah.triage.access;

import java.util.List;
import org.penah.triage.problem.ProblemException;

/** That what one member began is ended by another, and both still read the tip. */
public final class FourEyes {

    private FourEyes() {}

    /**
     * Fails with a problem if the two are one, or if the first has left.
     *
     * @param members who hold the key of the tip's queue
     */
    public static void require(String first, String second, List<String> members) {
        if (first.equals(second)) {
            throw ProblemException.conflict(
                    "four-eyes", "A second person", "Somebody else has to decide about what you began.");
        }
        if (!members.contains(first)) {
            throw ProblemException.conflict(
                    "colleague-left", "They have left", "Whoever began this does not belong to the queue any more.");
        }
    }
}
