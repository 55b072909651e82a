package org.penah.triage.list;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.manifest.OperatorWords;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.threat.Lane;

/**
 * Says which tips of the list somebody wants to see; what is absent does not matter.
 *
 * @param queue one of the member's
 * @param folded the folded tips and no others; otherwise they are only counted
 * @param closed the closed tips and no others
 * @param unanswered those whose alert nobody has answered, and no others; closed and folded ones stand among them
 * @param overdue those that are overdue, and no others
 * @param unopened those that nobody has opened, and no others
 * @param assignee {@code me}, {@code nobody} or a member's name
 * @param finding of {@link Finding}, or {@code none}
 * @param tag the id of a tag
 */
public record TipFilter(
        @Nullable String queue,
        Set<Lane> lanes,
        boolean folded,
        boolean closed,
        boolean unanswered,
        boolean overdue,
        boolean unopened,
        @Nullable String assignee,
        @Nullable String finding,
        @Nullable String language,
        @Nullable UUID tag) {

    private static final Pattern ASSIGNEE = Pattern.compile("[a-z0-9][a-z0-9._@-]{0,63}");
    private static final Pattern LANGUAGE = Pattern.compile(String.join("|", OperatorWords.LANGUAGES));

    /**
     * Reads a query.
     *
     * @throws ProblemException if something in it is not of the form that it must have
     */
    public static TipFilter of(MultivaluedMap<String, String> query) {
        return new TipFilter(
                query.getFirst("queue"),
                lanes(query.getFirst("lane")),
                flag(query, "folded"),
                flag(query, "closed"),
                flag(query, "unanswered"),
                flag(query, "overdue"),
                flag(query, "unopened"),
                matching(query, "assignee", ASSIGNEE),
                finding(query.getFirst("finding")),
                matching(query, "language", LANGUAGE),
                id(query.getFirst("tag")));
    }

    /** Whether folded tips are only counted. */
    public boolean folds() {
        return !folded && !unanswered;
    }

    /** Whether it asks for nothing but where tips stand. */
    public boolean asksForPlaces() {
        return !unanswered && !unopened && assignee == null && finding == null && language == null && tag == null;
    }

    private static Set<Lane> lanes(@Nullable String name) {
        if (name == null) {
            return EnumSet.allOf(Lane.class);
        }
        return Lane.named(name)
                .map(EnumSet::of)
                .orElseThrow(
                        () -> ProblemException.badRequest("lane is not one of imminent, urgent, routine, quarantine"));
    }

    private static boolean flag(MultivaluedMap<String, String> query, String name) {
        String value = query.getFirst(name);
        if (value != null && !value.equals("true") && !value.equals("false")) {
            throw ProblemException.badRequest(name + " is neither true nor false");
        }
        return "true".equals(value);
    }

    private static @Nullable String matching(MultivaluedMap<String, String> query, String name, Pattern form) {
        String value = query.getFirst(name);
        if (value != null && !form.matcher(value).matches()) {
            throw ProblemException.badRequest(name + " is not of the form that it must have");
        }
        return value;
    }

    private static @Nullable String finding(@Nullable String name) {
        if (name != null && !name.equals("none") && Finding.named(name).isEmpty()) {
            throw ProblemException.badRequest(
                    "finding is not one of verified, plausible, unfounded, duplicate, junk, none");
        }
        return name;
    }

    private static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw ProblemException.badRequest("tag is not an id");
        }
    }
}
