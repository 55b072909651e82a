package org.penah.triage.access;

import java.util.List;
import org.penah.triage.problem.ProblemException;

/** That what one member began is ended by another, and both can read the tip. */
public final class FourEyes {

    private FourEyes() {}

    /**
     * Fails with a problem if the two are one, or if one of them cannot read the tip.
     *
     * @param readers who have shown that they open the key of the tip
     */
    public static void require(String first, String second, List<String> readers) {
        if (first.equals(second)) {
            throw ProblemException.conflict(
                    "four-eyes", "A second person", "Somebody else has to decide about what you began.");
        }
        if (!readers.contains(second)) {
            throw ProblemException.conflict(
                    "key-not-shown",
                    "Unlock first",
                    "A second person is one who can read the tip. Unlock your key in this browser, then decide again.");
        }
        if (!readers.contains(first)) {
            throw ProblemException.conflict(
                    "colleague-left", "They have left", "Whoever began this does not belong to the queue any more.");
        }
    }
}
