package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.problem.ProblemException;

/** Closes a tip as the duplicate of another, and takes that back; {@link Tips#lock} has found the one merged. */
@ApplicationScoped
public class MergeCommands {

    /** The advisory lock under which tips are merged one after another: otherwise two could become duplicates of each other. */
    private static final long LOCK = 0x6d65726765L;

    private final Tips tips;
    private final Clock clock;

    MergeCommands(Tips tips, Clock clock) {
        this.tips = tips;
        this.clock = clock;
    }

    /** A problem if the member cannot see the other tip, or if either cannot be merged. */
    public Uni<Void> merge(Mutiny.Session session, Member who, OpenTip tip, UUID other) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(" + LOCK + ")", Integer.class)
                .getSingleResult()
                .chain(() -> tips.find(session, who, other))
                .chain(into -> duplicatesOf(session, tip.id()).invoke(duplicates -> {
                    requireFit(tip.row(), into, duplicates);
                    tip.row().merge(into.tipId, LocalDate.now(clock));
                    tips.settle(tip.row());
                }))
                .replaceWithVoid();
    }

    public void unmerge(OpenTip tip) {
        if (tip.row().mergedInto == null) {
            throw ProblemException.conflict(
                    "not-merged", "Not merged", "This tip is not merged with another. Nothing was changed.");
        }
        tip.row().unmerge();
        tips.settle(tip.row());
    }

    private static void requireFit(Tip tip, Tip into, long duplicates) {
        if (tip.firstOpened == null) {
            throw ProblemException.conflict(
                    "unread", "Not read yet", "A tip can be merged only after it was opened. Nothing was changed.");
        }
        if (tip.closedOn != null) {
            throw ProblemException.conflict(
                    "closed", "Closed", "A closed tip is not merged. Open it again first. Nothing was changed.");
        }
        if (into.mergedInto != null || duplicates > 0) {
            throw ProblemException.conflict(
                    "merged",
                    "Merged already",
                    into.mergedInto != null
                            ? "That tip is a duplicate itself. Choose the one that it was merged into."
                            : "Other tips were merged into this one. Merge that one into it instead.");
        }
    }

    private static Uni<Long> duplicatesOf(Mutiny.Session session, UUID tipId) {
        return session.createQuery("select count(*) from Tip t where t.mergedInto = :tip", Long.class)
                .setParameter("tip", tipId)
                .getSingleResult();
    }
}
