package org.penah.triage.reply;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.OpenTip;
import org.penah.triage.tip.Tips;

/**
 * Holds each answer for {@value #SECONDS} seconds in which its writer can take it back. It goes out after that even if their browser is
 * closed; after a start of the service the seconds begin again, for only memory knows them.
 */
@ApplicationScoped
public class HeldReplies {

    static final int SECONDS = 10;

    private static final Logger LOG = Logger.getLogger(HeldReplies.class);

    private static final int MOST_AT_A_TIME = 100;

    /** More than somebody writes in that time; a stolen account must not stand before the others. */
    static final int MOST_OF_A_SENDER = 20;

    private final Mutiny.SessionFactory sessions;
    private final Tips tips;
    private final Replies replies;
    private final Journal journal;
    private final Clock clock;

    /** Since when this instance knows each, by a clock that nobody sets. */
    private final Map<UUID, Long> since = new HashMap<>();

    HeldReplies(Mutiny.SessionFactory sessions, Tips tips, Replies replies, Journal journal, Clock clock) {
        this.sessions = sessions;
        this.tips = tips;
        this.replies = replies;
        this.journal = journal;
        this.clock = clock;
    }

    /** Whether one is about to go out to the source of a tip. */
    public static Uni<Boolean> isWaiting(Mutiny.Session session, OpenTip tip) {
        return session.createNativeQuery("select count(*) from held_reply where tip_id = ?1", Long.class)
                .setParameter(1, tip.id())
                .getSingleResult()
                .map(waiting -> waiting > 0);
    }

    /** Those of a tip. */
    Uni<List<ReplyView>> of(Mutiny.Session session, OpenTip tip) {
        return session.createNativeQuery(
                        "select reply_id, sender from held_reply where tip_id = ?1 order by reply_id", Object[].class)
                .setParameter(1, tip.id())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new ReplyView((UUID) row[0], LocalDate.now(clock), (String) row[1], null, true))
                        .toList());
    }

    /** The text of one, sealed to the tip's queue; fails with a problem if the tip has no such answer. */
    Uni<byte[]> copy(Mutiny.Session session, OpenTip tip, UUID replyId) {
        return session.createNativeQuery(
                        "select copy from held_reply where reply_id = ?1 and tip_id = ?2", byte[].class)
                .setParameter(1, replyId)
                .setParameter(2, tip.id())
                .getSingleResultOrNull()
                .onItem()
                .ifNull()
                .failWith(ProblemException::notFound);
    }

    /** Holds an answer, in the caller's transaction; the same one asked for again stays the one that it is. */
    Uni<Void> hold(Mutiny.Session session, Member sender, OpenTip tip, UUID replyId, byte[] sealed, byte[] copy) {
        return session.createNativeQuery("""
                        insert into held_reply (reply_id, tip_id, sender, sealed, copy)
                        select ?1, ?2, ?3, ?4, ?5 where not exists (select from reply where reply_id = ?1)
                        on conflict do nothing""")
                .setParameter(1, replyId)
                .setParameter(2, tip.id())
                .setParameter(3, sender.name())
                .setParameter(4, sealed)
                .setParameter(5, copy)
                .executeUpdate()
                .chain(inserted -> inserted == 0
                        ? requireSame(session, sender, tip, replyId)
                        : Replies.requireRoom(session, tip.id()).chain(() -> requireFew(session, sender)));
    }

    private static Uni<Void> requireFew(Mutiny.Session session, Member sender) {
        return session.createNativeQuery("select count(*) from held_reply where sender = ?1", Long.class)
                .setParameter(1, sender.name())
                .getSingleResult()
                .invoke(count -> {
                    if (count > MOST_OF_A_SENDER) {
                        throw ProblemException.conflict(
                                "too-many-held",
                                "Too many",
                                "So many of your answers are about to go out that this one must wait for them. Nothing was sent.");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> requireSame(Mutiny.Session session, Member sender, OpenTip tip, UUID replyId) {
        return session.createNativeQuery(
                        "select count(*) from (select reply_id, tip_id, sender from held_reply"
                                + " union all select reply_id, tip_id, sender from reply) known"
                                + " where reply_id = ?1 and tip_id = ?2 and sender = ?3",
                        Long.class)
                .setParameter(1, replyId)
                .setParameter(2, tip.id())
                .setParameter(3, sender.name())
                .getSingleResult()
                .invoke(same -> {
                    if (same == 0) {
                        throw Replies.taken();
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Its writer takes one back, once or again; a problem if it went out, or is somebody else's. The journal says once a day that they took
     * some back.
     */
    Uni<Void> takeBack(Mutiny.Session session, Member sender, OpenTip tip, UUID replyId) {
        return session.createNativeQuery("delete from held_reply where reply_id = ?1 and tip_id = ?2 and sender = ?3")
                .setParameter(1, replyId)
                .setParameter(2, tip.id())
                .setParameter(3, sender.name())
                .executeUpdate()
                .chain(deleted -> deleted == 0
                        ? requireUnknown(session, replyId)
                        : journal.recordOnceADay(
                                session, sender, Deed.REPLY_TAKEN_BACK, tip.id().toString()));
    }

    private static Uni<Void> requireUnknown(Mutiny.Session session, UUID replyId) {
        return session.createNativeQuery(
                        "select exists (select from held_reply where reply_id = ?1)"
                                + " or exists (select from reply where reply_id = ?1)",
                        Boolean.class)
                .setParameter(1, replyId)
                .getSingleResult()
                .invoke(known -> {
                    if (known) {
                        throw ProblemException.conflict(
                                "sent",
                                "Sent",
                                "It has gone out, or somebody else wrote it, so it cannot be taken back.");
                    }
                })
                .replaceWithVoid();
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> sendWhatWasHeldLongEnough() {
        return sessions.withSession(session -> session.createNativeQuery(
                                "select reply_id from held_reply order by reply_id", UUID.class)
                        .getResultList())
                .map(this::due)
                .chain(due -> Multi.createFrom()
                        .iterable(due)
                        .onItem()
                        .transformToUniAndConcatenate(
                                replyId -> sessions.withTransaction(session -> send(session, replyId))
                                        .onFailure()
                                        .invoke(fault -> LOG.errorf(
                                                "an answer could not go out, will retry: %s",
                                                fault.getClass().getName()))
                                        .onFailure()
                                        .recoverWithNull())
                        .onItem()
                        .ignoreAsUni());
    }

    /** Those that have waited longest come first. */
    private List<UUID> due(List<UUID> held) {
        long now = System.nanoTime();
        since.keySet().retainAll(Set.copyOf(held));
        held.forEach(replyId -> since.putIfAbsent(replyId, now));
        return held.stream()
                .filter(replyId -> now - since.getOrDefault(replyId, now)
                        >= Duration.ofSeconds(SECONDS).toNanos())
                .sorted(Comparator.comparingLong(replyId -> since.getOrDefault(replyId, now) - now))
                .limit(MOST_AT_A_TIME)
                .toList();
    }

    /**
     * Its tip comes first, as everywhere: another instance, or its writer, may be at the same answer. Nothing goes out for somebody who no
     * longer reads the tip, or where another answer has the id; the journal says so.
     */
    private Uni<Void> send(Mutiny.Session session, UUID replyId) {
        return session.createNativeQuery("select tip_id, sender from held_reply where reply_id = ?1", Object[].class)
                .setParameter(1, replyId)
                .getSingleResultOrNull()
                .chain(held -> held == null
                        ? Uni.createFrom().voidItem()
                        : send(session, replyId, (UUID) held[0], new Member((String) held[1], Set.of())));
    }

    private Uni<Void> send(Mutiny.Session session, UUID replyId, UUID tipId, Member sender) {
        return tips.lock(session, sender, tipId)
                .map(Optional::of)
                .onFailure(ProblemException.class)
                .recoverWithItem(Optional.empty())
                .chain(tip -> session.createNativeQuery(
                                "delete from held_reply where reply_id = ?1 returning sealed, copy", Object[].class)
                        .setParameter(1, replyId)
                        .getSingleResultOrNull()
                        .chain(row -> row == null
                                ? Uni.createFrom().voidItem()
                                : isSent(session, replyId)
                                        .chain(sent -> sent || tip.isEmpty()
                                                ? journal.recordOfTimer(session, Deed.REPLY_NOT_SENT, tipId)
                                                : replies.send(
                                                        session, sender, tip.get(), replyId, (byte[]) row[0], (byte[])
                                                                row[1]))));
    }

    private static Uni<Boolean> isSent(Mutiny.Session session, UUID replyId) {
        return session.createNativeQuery("select exists (select from reply where reply_id = ?1)", Boolean.class)
                .setParameter(1, replyId)
                .getSingleResult();
    }
}
