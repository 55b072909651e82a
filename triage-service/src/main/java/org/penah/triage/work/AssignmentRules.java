package org.penah.triage.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.access.Role;
import org.penah.triage.list.Assignee;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.threat.DueTime;

/** Decides who may take a tip into their hands, and from whom. */
final class AssignmentRules {

    /** A claim that is not renewed expires, so that no source waits because of somebody's lunch. */
    static final Duration LEASE = Duration.ofMinutes(30);

    /** What somebody was given expires, too: they may be ill, or worse. */
    static final Duration GIVEN = Duration.ofHours(24);

    private AssignmentRules() {}

    /**
     * A claim never ends earlier than what the member was given.
     *
     * @throws ProblemException if somebody else holds the tip
     */
    static Assignee claim(@Nullable Assignee before, Member who, Instant now) {
        requireFree(before, who, now);
        Instant until = DueTime.roundedUp(now.plus(LEASE));
        Instant given = before != null && before.name().equals(who.name()) ? before.until() : null;
        return new Assignee(who.name(), given != null && given.isAfter(until) ? given : until);
    }

    /** @throws ProblemException if somebody else holds the tip and this is no lead */
    static void release(@Nullable Assignee before, Member who, Instant now) {
        requireOwn(before, who, now);
    }

    /**
     * @param colleagues who hold the key of the tip's queue
     * @throws ProblemException if somebody else holds the tip and this is no lead, or if there is no such colleague
     */
    static Assignee assign(
            @Nullable Assignee before, Member who, String whom, Collection<String> colleagues, Instant now) {
        requireOwn(before, who, now);
        if (!colleagues.contains(whom)) {
            throw noColleague();
        }
        return new Assignee(whom, DueTime.roundedUp(now.plus(GIVEN)));
    }

    /**
     * @param last what was last done about who holds it
     * @throws ProblemException unless it is still as this member gave it
     */
    static void takeBack(@Nullable Assignee before, String whom, @Nullable Step last, Member who) {
        boolean asGiven = before != null
                && before.name().equals(whom)
                && last != null
                && last.kind == StepKind.ASSIGN
                && last.who.equals(who.name())
                && whom.equals(last.value);
        if (!asGiven) {
            throw ProblemException.conflict(
                    "not-as-given",
                    "Changed since then",
                    "Somebody has changed this tip since you assigned it. Nothing was changed.");
        }
    }

    static ProblemException noColleague() {
        return ProblemException.unprocessable(
                "no-colleague", "No such colleague", "Only somebody who holds this queue's key can be named.");
    }

    private static void requireOwn(@Nullable Assignee before, Member who, Instant now) {
        if (!who.roles().contains(Role.LEAD)) {
            requireFree(before, who, now);
        }
    }

    private static void requireFree(@Nullable Assignee before, Member who, Instant now) {
        if (before != null && before.holdsAt(now) && !before.name().equals(who.name())) {
            throw ProblemException.conflict(
                    "held", "Held", "This tip is in the hands of " + before.name() + ". Nothing was changed.");
        }
    }
}
