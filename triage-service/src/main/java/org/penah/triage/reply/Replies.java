package org.penah.triage.reply;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.EventHandler;
import org.penah.outbox.Outbox;
import org.penah.triage.access.Member;
import org.penah.triage.event.Receivers;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Facts;
import org.penah.triage.journal.Journal;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.OpenTip;
import org.penah.triage.tip.TipCommands;

/** Keeps what was answered, and sends it once. */
@ApplicationScoped
class Replies {

    /** More than any conversation needs; a stolen account must not fill a source's mailbox. */
    static final int MOST = 200;

    private static final String OF_TIP =
            "select reply_id from reply where tip_id = ?1 union all select reply_id from held_reply where tip_id = ?1";

    private final TipCommands commands;
    private final Outbox outbox;
    private final Journal journal;
    private final Clock clock;

    Replies(TipCommands commands, Outbox outbox, Journal journal, Clock clock) {
        this.commands = commands;
        this.outbox = outbox;
        this.journal = journal;
        this.clock = clock;
    }

    /** The answers to a tip, oldest first. */
    Uni<List<ReplyView>> of(Mutiny.Session session, OpenTip tip) {
        return session.createQuery(
                        "select r.replyId, r.day, r.sender, r.readOn from Reply r where r.tipId = :tip order by r.day, r.replyId",
                        ReplyView.class)
                .setParameter("tip", tip.id())
                .getResultList();
    }

    /** The text of an answer, sealed to the tip's queue; fails with a problem if the tip has no such answer. */
    Uni<byte[]> copy(Mutiny.Session session, OpenTip tip, UUID replyId) {
        return session.find(Reply.class, replyId).map(reply -> {
            if (reply == null || !reply.tipId.equals(tip.id())) {
                throw ProblemException.notFound();
            }
            return reply.copy;
        });
    }

    /** Keeps an answer and tells intake-service and the journal, in the caller's transaction; the same answer asked for again does nothing. */
    Uni<Void> send(Mutiny.Session session, Member sender, OpenTip tip, UUID replyId, byte[] sealed, byte[] copy) {
        UUID tipId = tip.id();
        LocalDate today = LocalDate.now(clock);
        return insert(session, sender, tipId, replyId, today, copy).chain(inserted -> {
            if (inserted == 0) {
                return requireSame(session, sender, tipId, replyId);
            }
            String base64 = Base64.getEncoder().encodeToString(sealed);
            Facts facts = ReplyFacts.of(replyId, tipId, today, sender.name(), Facts.digest(copy));
            commands.answered(tip);
            return requireRoom(session, tipId)
                    .chain(() -> outbox.append(
                            session, Receivers.INTAKE, ReplySent.TYPE, new ReplySent(replyId, tipId, today, base64)))
                    .chain(() -> journal.record(session, sender, Deed.REPLY_SENT, tipId, facts));
        });
    }

    /**
     * Fails with a problem if somebody has answered since the writer looked.
     *
     * @param seen how many answers they saw; null if they do not say
     */
    Uni<Void> requireSeen(Mutiny.Session session, OpenTip tip, UUID replyId, @Nullable Integer seen) {
        if (seen == null) {
            return Uni.createFrom().voidItem();
        }
        return count(session, tip.id(), replyId)
                .invoke(others -> {
                    if (others > seen) {
                        throw ProblemException.conflict(
                                "answered-meanwhile",
                                "Answered meanwhile",
                                "Somebody has answered this source since you opened the tip. Nothing was sent.");
                    }
                })
                .replaceWithVoid();
    }

    /** How many answers a tip has, on their way or not, besides one; none where that one is known, for it was asked for before. */
    private static Uni<Long> count(Mutiny.Session session, UUID tipId, UUID besides) {
        return session.createNativeQuery(
                        "select case when bool_or(reply_id = ?2) then 0 else count(*) end from (" + OF_TIP + ") known",
                        Long.class)
                .setParameter(1, tipId)
                .setParameter(2, besides)
                .getSingleResult();
    }

    @Produces
    @Singleton
    EventHandler<ReplyRead> onReplyRead() {
        return EventHandler.of("intake", ReplyRead.TYPE, ReplyRead.class, this::noteRead);
    }

    /** Ignores an answer whose tip was erased. */
    Uni<Void> noteRead(Mutiny.Session session, ReplyRead read) {
        return session.createNativeQuery("update reply set read_on = least(read_on, ?2) where reply_id = ?1")
                .setParameter(1, read.replyId())
                .setParameter(2, read.day())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Integer> insert(
            Mutiny.Session session, Member sender, UUID tipId, UUID replyId, LocalDate today, byte[] copy) {
        return session.createNativeQuery("""
                        insert into reply (reply_id, tip_id, day, sender, copy)
                        select ?1, ?2, ?3, ?4, ?5 where not exists (select from held_reply where reply_id = ?1)
                        on conflict do nothing""")
                .setParameter(1, replyId)
                .setParameter(2, tipId)
                .setParameter(3, today)
                .setParameter(4, sender.name())
                .setParameter(5, copy)
                .executeUpdate();
    }

    private static Uni<Void> requireSame(Mutiny.Session session, Member sender, UUID tipId, UUID replyId) {
        return session.find(Reply.class, replyId)
                .invoke(kept -> {
                    if (kept == null || !kept.tipId.equals(tipId) || !kept.sender.equals(sender.name())) {
                        throw taken();
                    }
                })
                .replaceWithVoid();
    }

    static ProblemException taken() {
        return ProblemException.conflict("reply-taken", "Taken", "Another answer has this id. Nothing was sent.");
    }

    static Uni<Void> requireRoom(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery("select count(*) from (" + OF_TIP + ") known", Long.class)
                .setParameter(1, tipId)
                .getSingleResult()
                .invoke(count -> {
                    if (count > MOST) {
                        throw ProblemException.conflict(
                                "too-many-replies", "Too many", "This tip has " + MOST + " answers. Nothing was sent.");
                    }
                })
                .replaceWithVoid();
    }
}
