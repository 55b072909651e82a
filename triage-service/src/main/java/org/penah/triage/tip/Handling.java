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
import org.penah.triage.access.Role;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tag.Tags;

/** What staff do with a tip that {@link Tips#holder} has found and locked; each change lasts if the transaction does. */
@ApplicationScoped
public class Handling {

    private final Tips tips;
    private final Tags tags;
    private final Clock clock;

    Handling(Tips tips, Tags tags, Clock clock) {
        this.tips = tips;
        this.tags = tags;
        this.clock = clock;
    }

    /** Gives a tip into somebody's hands, or into nobody's. */
    public Uni<Void> hold(Mutiny.Session session, UUID tipId, @Nullable Holder holder) {
        return change(session, tipId, tip -> {
            tip.holder = holder == null ? null : holder.name();
            tip.heldUntil = holder == null ? null : holder.until();
        });
    }

    /** Notes what staff made of a tip; a problem if danger would be junk unread. */
    public Uni<Void> find(Mutiny.Session session, UUID tipId, Finding finding) {
        return change(session, tipId, tip -> {
            requireUnmerged(tip);
            boolean junk = finding == Finding.JUNK;
            Aside.isNews(tip.isAside(), junk || tip.isAside(), tip.threat(), tip.firstOpened != null);
            tip.find(finding);
        });
    }

    /** Takes a finding back; a problem if it has been found to be something else meanwhile. */
    public Uni<Void> unfind(Mutiny.Session session, UUID tipId, Finding finding) {
        return change(session, tipId, tip -> {
            requireUnmerged(tip);
            if (tip.finding != finding) {
                throw ProblemException.conflict(
                        "found-otherwise",
                        "Found otherwise",
                        "This tip is not found to be that any more. Nothing was changed.");
            }
            tip.unfind();
        });
    }

    /** Finds a tip as severe as the lane of this name; a problem if danger would be played down unread. */
    public Uni<Void> weigh(Mutiny.Session session, UUID tipId, String lane) {
        return change(
                session,
                tipId,
                tip -> tip.weigh(Severity.decide(tip.standing(), lane, tip.threat(), tip.firstOpened != null)));
    }

    /** Notes that two members cannot open a tip: its clock ends as if it had been read. Its source is not told that it was. */
    public Uni<Void> giveUp(Mutiny.Session session, UUID tipId) {
        return change(session, tipId, tip -> tip.giveUp(clock.instant()));
    }

    /** Ends the work at a tip, from which day on its retention runs; a problem if nobody has read it. */
    public Uni<Void> close(Mutiny.Session session, UUID tipId) {
        return change(session, tipId, tip -> {
            if (tip.firstOpened == null) {
                throw ProblemException.conflict(
                        "unread", "Not read yet", "A tip can be closed only after it was opened. Nothing was changed.");
            }
            tip.closedOn = tip.closedOn == null ? LocalDate.now(clock) : tip.closedOn;
            tip.holder = null;
            tip.heldUntil = null;
        });
    }

    public Uni<Void> reopen(Mutiny.Session session, UUID tipId) {
        return change(session, tipId, tip -> {
            requireUnmerged(tip);
            tip.closedOn = null;
        });
    }

    /** Keeps a tip from being let go, or no longer; a problem if somebody who is no lead would lift a hold. */
    public Uni<Void> keep(Mutiny.Session session, Member who, UUID tipId, boolean held) {
        if (!held && !who.roles().contains(Role.LEAD)) {
            throw ProblemException.forbidden();
        }
        return change(session, tipId, tip -> tip.legalHold = held);
    }

    /** Stops the clocks of answer and feedback, or starts them again. */
    public Uni<Void> excuse(Mutiny.Session session, UUID tipId, boolean excused) {
        return change(session, tipId, tip -> tip.excused = excused);
    }

    /** Notes that staff have written to the source of a tip. */
    public Uni<Void> answered(Mutiny.Session session, UUID tipId) {
        return change(session, tipId, tip -> tip.answer(LocalDate.now(clock)));
    }

    /** Puts a tag of its queue on a tip; a problem if there is no such tag. */
    public Uni<Void> tag(Mutiny.Session session, UUID tipId, String tagId) {
        UUID id = id(tagId);
        return session.find(Tip.class, tipId)
                .chain(tip -> tags.require(session, tip.queue, id))
                .chain(() -> session.createNativeQuery(
                                "insert into tip_tag (tip_id, tag_id) values (?1, ?2) on conflict (tip_id, tag_id) do nothing")
                        .setParameter(1, tipId)
                        .setParameter(2, id)
                        .executeUpdate())
                .replaceWithVoid();
    }

    public Uni<Void> untag(Mutiny.Session session, UUID tipId, String tagId) {
        return session.createNativeQuery("delete from tip_tag where tip_id = ?1 and tag_id = ?2")
                .setParameter(1, tipId)
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

    private Uni<Void> change(Mutiny.Session session, UUID tipId, Consumer<Tip> what) {
        return session.find(Tip.class, tipId)
                .invoke(tip -> {
                    what.accept(tip);
                    tips.settle(tip);
                })
                .replaceWithVoid();
    }

    private static UUID id(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException notAnId) {
            throw ProblemException.badRequest("value is no id");
        }
    }
}
