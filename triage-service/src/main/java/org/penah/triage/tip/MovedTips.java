package org.penah.triage.tip;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.FourEyesRequest;
import org.penah.triage.access.Member;
import org.penah.triage.journal.Deed;
import org.penah.triage.keyring.EpochId;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.pending.PendingDeeds;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.row.FirstRows;

/**
 * Moves tips between queues; {@link Tips#lock} has found each. The payload of a sealed file stays as it is: a browser seals the file's
 * key to the other queue, in a header that is kept here and handed out in place of the file's own.
 */
@ApplicationScoped
public class MovedTips {

    /** A member's request to move a tip to a queue. */
    public record Request(String by, String queue) {}

    private static final String WAITING = "select tip_id, move_asked_by, move_asked_on" + FirstRows.ALL + " from tip"
            + " where move_asked_by <> ?1 and queue in (?2) and closed_on is null"
            + " order by (lane = 'IMMINENT') desc, move_asked_on, sort_key, tip_id";

    private final Tips tips;
    private final Keyring keyring;
    private final PendingDeeds pending;
    private final Clock clock;

    MovedTips(Tips tips, Keyring keyring, PendingDeeds pending, Clock clock) {
        this.tips = tips;
        this.keyring = keyring;
        this.pending = pending;
        this.clock = clock;
    }

    /** Fails with a problem if something was sealed to another epoch than the tip is: somebody has moved it meanwhile. */
    public static void requireStill(OpenTip tip, @Nullable String sealedTo) {
        if (sealedTo != null && !sealedTo.equals(tip.place().toString())) {
            throw ProblemException.conflict(
                    "moved", "Moved", "Somebody has moved this tip meanwhile. Nothing was changed.");
        }
    }

    /** Fails with a problem if nobody has opened the tip, or if work at it has ended. */
    public void requireMovable(OpenTip tip) {
        if (tip.row().firstOpened == null) {
            throw ProblemException.conflict(
                    "unread", "Not read yet", "A tip can be moved only after it was opened. Nothing was changed.");
        }
        requireOpen(tip);
    }

    /** Fails with a problem if work at it has ended: another queue may keep closed tips for less long. */
    public void requireOpen(OpenTip tip) {
        if (tip.row().closedOn != null) {
            throw ProblemException.conflict(
                    "closed", "Closed", "A closed tip is not moved. Open it again first. Nothing was changed.");
        }
    }

    /** Notes that a member asks to move a tip; the last one counts. */
    public void ask(OpenTip tip, Member who, String queue) {
        requireMovable(tip);
        tip.row().askToMove(who.name(), LocalDate.now(clock), queue);
    }

    /** The request to move a tip, if there is one. */
    public Optional<Request> request(OpenTip tip) {
        String by = tip.row().moveAskedBy;
        String queue = tip.row().moveTo;
        return by == null || queue == null ? Optional.empty() : Optional.of(new Request(by, queue));
    }

    /** A tip stays where it is; a problem if nobody asks to move it. */
    public void keepHere(OpenTip tip) {
        if (request(tip).isEmpty()) {
            throw ProblemException.conflict(
                    "nobody-asked", "Nobody asked", "Nobody asks to move this tip. Nothing was changed.");
        }
        tip.row().keepHere();
    }

    /** What others ask for, of tips of these queues: imminent danger first, then what waits longest; at most a hundred. */
    public static Uni<FirstRows<FourEyesRequest>> waiting(Mutiny.Session session, Member member, List<String> queues) {
        return session.createNativeQuery(WAITING, Object[].class)
                .setParameter(1, member.name())
                .setParameter(2, queues)
                .setMaxResults(FourEyesRequest.MOST)
                .getResultList()
                .map(rows -> FirstRows.of(rows, FourEyesRequest::of));
    }

    /** The epoch that a tip is sealed to. */
    public EpochId place(OpenTip tip) {
        return tip.place();
    }

    /**
     * Moves a tip, which calls that queue from then on. Nobody holds it any longer, and it has no tags, for those are sealed to its queue before.
     *
     * @param header that opens the file for that epoch, by what a browser says: nothing here can tell
     */
    public Uni<Void> move(Mutiny.Session session, Member who, OpenTip tip, EpochId to, byte[] header) {
        EpochId from = place(tip);
        return requireLasting(session, to)
                .chain(() -> keyring.readersOf(session, to.queue(), to.epoch()))
                .invoke(readers -> {
                    if (readers.isEmpty() || to.queue().equals(from.queue())) {
                        throw ProblemException.conflict(
                                "no-such-queue",
                                "Nobody there",
                                "Nobody has shown that they open this key of that queue. Nothing was changed.");
                    }
                })
                .call(() -> session.createNativeQuery("""
                        insert into moved_tip (tip_id, header, from_queue, from_epoch) values (?1, ?2, ?3, ?4)
                        on conflict (tip_id) do update set header = excluded.header""")
                        .setParameter(1, tip.id())
                        .setParameter(2, header)
                        .setParameter(3, from.queue())
                        .setParameter(4, from.epoch())
                        .executeUpdate())
                .chain(readers -> place(session, who, tip, to, readers));
    }

    /** Keys stay as they are until the transaction ends; a problem if somebody has asked to destroy this one. */
    private Uni<Void> requireLasting(Mutiny.Session session, EpochId to) {
        return keyring.holdStill(session)
                .chain(() -> pending.of(session, Deed.EPOCH_DESTROYED))
                .invoke(ending -> {
                    if (ending.containsKey(to.toString())) {
                        throw ProblemException.conflict(
                                "key-ending",
                                "To be destroyed",
                                "Somebody has asked to destroy the key to which it would be sealed. Nothing was changed.");
                    }
                })
                .replaceWithVoid();
    }

    /** The epoch that a moved tip came to; a problem if it was not moved. */
    public Uni<EpochId> origin(Mutiny.Session session, OpenTip tip) {
        return session.createNativeQuery(
                        "select from_queue, from_epoch from moved_tip where tip_id = ?1", Object[].class)
                .setParameter(1, tip.id())
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new EpochId((String) row[0], ((Number) row[1]).intValue()))
                        .findFirst()
                        .orElseThrow(() -> ProblemException.conflict(
                                "not-moved", "Not moved", "This tip was not moved. Nothing was changed.")));
    }

    /**
     * Gives a tip back to the queue that it came to, whose key opens the file by the file's own header.
     *
     * @return that queue's epoch; a problem if the tip was not moved, or if nobody holds that key any longer
     */
    public Uni<EpochId> giveBack(Mutiny.Session session, Member who, OpenTip tip) {
        return origin(session, tip)
                .call(from -> requireLasting(session, from))
                .call(() -> session.createNativeQuery("delete from moved_tip where tip_id = ?1")
                        .setParameter(1, tip.id())
                        .executeUpdate())
                .call(from -> keyring.readersOf(session, from.queue(), from.epoch())
                        .invoke(readers -> {
                            if (readers.isEmpty()) {
                                throw ProblemException.conflict(
                                        "no-such-queue",
                                        "Nobody there",
                                        "Nobody holds the key any longer that it came to. Nothing was changed.");
                            }
                        })
                        .chain(readers -> place(session, who, tip, from, readers)));
    }

    /** The header that stands in place of the one in the sealed file of a tip. */
    public Uni<Optional<byte[]>> header(Mutiny.Session session, OpenTip tip) {
        return session.createNativeQuery("select header from moved_tip where tip_id = ?1", byte[].class)
                .setParameter(1, tip.id())
                .getResultList()
                .map((List<byte[]> headers) -> headers.stream().findFirst());
    }

    private Uni<Void> place(Mutiny.Session session, Member who, OpenTip tip, EpochId place, List<String> readers) {
        UUID tipId = tip.id();
        boolean others = readers.stream().anyMatch(reader -> !reader.equals(who.name()));
        tip.row().moveTo(place.queue(), place.epoch(), others ? who.name() : null);
        tips.settle(tip.row());
        return session.createNativeQuery("delete from tip_tag where tip_id = ?1")
                .setParameter(1, tipId)
                .executeUpdate()
                .replaceWithVoid();
    }
}
