package org.penah.triage.list;

import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.penah.triage.problem.ProblemException;

/** The last tip of a page, after which the next page begins. */
public record Cursor(String sortKey, UUID tipId) {

    public static final Cursor START = new Cursor(SortKey.START, new UUID(0, 0));

    private static final Pattern TEXT =
            Pattern.compile("([0-9]-[0-9]{10}-[0-9]{5})\\.([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})");

    /**
     * Reads what a page gave as its next; the start if it is absent.
     *
     * @throws ProblemException if the text is none that a page gave
     */
    public static Cursor parse(@Nullable String text) {
        if (text == null) {
            return START;
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw ProblemException.badRequest("after is not the next of an earlier page");
        }
        return new Cursor(matcher.group(1), UUID.fromString(matcher.group(2)));
    }

    public boolean isStart() {
        return equals(START);
    }

    @Override
    public String toString() {
        return sortKey + "." + tipId;
    }
}
