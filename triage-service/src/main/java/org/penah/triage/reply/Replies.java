package org.penah.triage.reply;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;
import org.penah.outbox.Outbox;
import org.penah.triage.access.Member;
import org.penah.triage.event.Queues;
import org.penah.triage.journal.Facts;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.OpenTip;

/** Keeps what was answered, and sends it once. */
@ApplicationScoped
class Replies {

    /** More than any conversation needs; a stolen account must not fill a source's mailbox. */
    static final int MOST = 200;

    private final Outbox outbox;
    private final Clock clock;

    Replies(Outbox outbox, Clock clock) {
        this.outbox = outbox;
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

    /**
     * Keeps an answer and tells intake-service, in the caller's transaction.
     *
     * @return what it is, if it is news; the same answer asked for again is not
     */
    Uni<Optional<Facts>> send(
            Mutiny.Session session, Member sender, OpenTip tip, UUID replyId, String sealed, byte[] copy) {
        UUID tipId = tip.id();
        LocalDate today = LocalDate.now(clock);
        return insert(session, sender, tipId, replyId, today, copy).chain(inserted -> {
            if (inserted == 0) {
                return requireSame(session, sender, tipId, replyId).replaceWith(Optional.empty());
            }
            return requireRoom(session, tipId)
                    .chain(() -> outbox.append(
                            session, Queues.INTAKE, ReplySent.TYPE, new ReplySent(replyId, tipId, today, sealed)))
                    .replaceWith(
                            () -> Optional.of(ReplyFacts.of(replyId, tipId, today, sender.name(), Facts.digest(copy))));
        });
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
                        insert into reply (reply_id, tip_id, day, sender, copy) values (?1, ?2, ?3, ?4, ?5)
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
                    if (!kept.tipId.equals(tipId) || !kept.sender.equals(sender.name())) {
                        throw ProblemException.conflict(
                                "reply-taken", "Taken", "Another answer has this id. Nothing was sent.");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> requireRoom(Mutiny.Session session, UUID tipId) {
        return session.createQuery("select count(*) from Reply r where r.tipId = :tip", Long.class)
                .setParameter("tip", tipId)
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
