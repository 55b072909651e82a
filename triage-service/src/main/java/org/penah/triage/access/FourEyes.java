package org.penah.triage.access;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.penah.triage.problem.ProblemException;

/** Checks that another member finishes what one began, and that both can read the tip. */
public final class FourEyes {

    private FourEyes() {}

    /**
     * Fails with a problem if the two are one, or if one of them cannot read the tip.
     *
     * @param readers who have shown that they open the key of the tip
     */
    public static void require(String first, String second, List<String> readers) {
        requireOther(first, second);
        requireReader(second, readers);
        if (!readers.contains(first)) {
            throw ProblemException.conflict(
                    "colleague-left", "They have left", "The member who began this no longer belongs to the queue.");
        }
    }

    /** Fails with a problem if who begins something cannot read the tip, or if the two fail {@link #require}. */
    public static void requireAsking(@Nullable String first, String who, List<String> readers) {
        if (first == null) {
            requireReader(who, readers);
        } else {
            require(first, who, readers);
        }
    }

    /** Fails with a problem if the two are one. */
    public static void requireOther(String first, String second) {
        if (first.equals(second)) {
            throw ProblemException.conflict(
                    "four-eyes", "A second person", "Somebody else has to decide about what you began.");
        }
    }

    /** Fails with a problem if somebody has not shown that they open the key. */
    public static void requireReader(String member, List<String> readers) {
        if (!readers.contains(member)) {
            throw ProblemException.conflict(
                    "key-not-shown",
                    "Unlock first",
                    "Only somebody who can read what lies under this key decides about it. Unlock your key in this browser, then decide again.");
        }
    }
}
