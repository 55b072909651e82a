package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Consumer;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.lane.LaneRule;
import org.penah.triage.lane.QuarantineRule;
import org.penah.triage.list.Assignee;
import org.penah.triage.list.Finding;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tag.Tags;

/** Changes a tip that {@link Tips#lock} has found, as staff command; each change is part of the transaction. */
@ApplicationScoped
public class TipCommands {

    private final Tips tips;
    private final Tags tags;
    private final Clock clock;

    TipCommands(Tips tips, Tags tags, Clock clock) {
        this.tips = tips;
        this.tags = tags;
        this.clock = clock;
    }

    /** A member looks; says whether this was the first look. */
    public boolean look(OpenTip tip, Member who) {
        boolean first = tip.row().open(who.name(), clock.instant());
        tips.settle(tip.row());
        return first;
    }

    /** Puts a tip into quarantine, or takes it back; says whether that changed anything, with a problem if danger would be aside unread. */
    public boolean putAside(OpenTip tip, boolean aside) {
        Tip row = tip.row();
        if (!QuarantineRule.isNews(row.isAside(), aside, row.threat(), row.firstOpened != null)) {
            return false;
        }
        row.putAside(aside);
        row.asideByJunk = false;
        tips.settle(row);
        return true;
    }

    /** Folds a report of danger behind the others of its lane, unread, or takes it back; its clock goes on. */
    public void fold(OpenTip tip, boolean aside) {
        change(tip, row -> row.putAside(aside));
    }

    /** Notes that somebody has decided about its alert. */
    public void decide(OpenTip tip) {
        change(tip, row -> row.decided = true);
    }

    /** Gives a tip into somebody's hands, or into nobody's. */
    public void assign(OpenTip tip, @Nullable Assignee assignee) {
        change(tip, row -> {
            row.letGoBy = null;
            row.assignee = assignee == null ? null : assignee.name();
            row.assignedUntil = assignee == null ? null : assignee.until();
        });
    }

    /** Notes what staff made of a tip; a problem if danger would be junk unread. */
    public void find(OpenTip tip, Finding finding) {
        change(tip, row -> {
            requireUnmerged(row);
            boolean junk = finding == Finding.JUNK;
            QuarantineRule.isNews(row.isAside(), junk || row.isAside(), row.threat(), row.firstOpened != null);
            row.find(finding);
        });
    }

    /** Undoes a finding; a problem if the finding has changed meanwhile. */
    public void unfind(OpenTip tip, Finding finding) {
        change(tip, row -> {
            requireUnmerged(row);
            if (row.finding != finding) {
                throw ProblemException.conflict(
                        "found-otherwise",
                        "Found otherwise",
                        "This tip no longer has that finding. Nothing was changed.");
            }
            row.unfind();
        });
    }

    /** Finds a tip as severe as the lane of this name; a problem if danger would be played down unread. */
    public void setLane(OpenTip tip, String lane) {
        change(tip, row -> row.setLane(LaneRule.decide(row.standing(), lane, row.threat(), row.firstOpened != null)));
    }

    /** Notes that two members cannot open a tip: its clock ends as if it had been read. Its source is not told that it was. */
    public void giveUp(OpenTip tip) {
        change(tip, row -> row.giveUp(clock.instant()));
    }

    /** Ends the work at a tip, from which day on its retention runs; a problem if nobody has read it. */
    public void close(OpenTip tip) {
        change(tip, row -> {
            if (row.firstOpened == null) {
                throw ProblemException.conflict(
                        "unread", "Not read yet", "A tip can be closed only after it was opened. Nothing was changed.");
            }
            row.closedOn = row.closedOn == null ? LocalDate.now(clock) : row.closedOn;
            row.assignee = null;
            row.assignedUntil = null;
        });
    }

    public void reopen(OpenTip tip) {
        change(tip, row -> {
            requireUnmerged(row);
            row.closedOn = null;
        });
    }

    /** Puts a tip on hold, or lifts the hold. */
    public void hold(OpenTip tip, boolean held) {
        change(tip, row -> row.legalHold = held);
    }

    /** Stops the clocks of answer and feedback, or starts them again. */
    public void waive(OpenTip tip, boolean waived) {
        change(tip, row -> row.answerWaived = waived);
    }

    /** Notes that staff have written to the source of a tip. */
    public void answered(OpenTip tip) {
        change(tip, row -> row.answer(LocalDate.now(clock)));
    }

    /** Puts a tag of its queue on a tip; a problem if there is no such tag. */
    public Uni<Void> tag(Mutiny.Session session, OpenTip tip, String tagId) {
        UUID id = id(tagId);
        return tags.require(session, tip.queue(), id)
                .chain(() -> session.createNativeQuery(
                                "insert into tip_tag (tip_id, tag_id) values (?1, ?2) on conflict (tip_id, tag_id) do nothing")
                        .setParameter(1, tip.id())
                        .setParameter(2, id)
                        .executeUpdate())
                .replaceWithVoid();
    }

    public Uni<Void> untag(Mutiny.Session session, OpenTip tip, String tagId) {
        return session.createNativeQuery("delete from tip_tag where tip_id = ?1 and tag_id = ?2")
                .setParameter(1, tip.id())
                .setParameter(2, id(tagId))
                .executeUpdate()
                .replaceWithVoid();
    }

    private static void requireUnmerged(Tip tip) {
        if (tip.mergedInto != null) {
            throw ProblemException.conflict(
                    "merged", "Merged", "This tip is merged with another. Take that back first. Nothing was changed.");
        }
    }

    private void change(OpenTip tip, Consumer<Tip> what) {
        what.accept(tip.row());
        tips.settle(tip.row());
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw ProblemException.badRequest("value is not an id");
        }
    }
}
