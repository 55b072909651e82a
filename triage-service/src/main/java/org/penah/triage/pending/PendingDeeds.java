package org.penah.triage.pending;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.triage.journal.Deed;

/**
 * Keeps what one member has asked for, by the deed that is to be done and the thing that it is about, as the journal names both.
 * Callers ensure that deeds about one thing come one after another.
 */
@ApplicationScoped
public class PendingDeeds {

    /** Whether it is to be done. */
    public enum Became {
        /** It happens in an hour, unless somebody drops it. */
        ASKED,
        /** Another member had asked: do it now. */
        AGREED,
        /** The same member had asked before. */
        KNOWN
    }

    /**
     * The result.
     *
     * @param deed the one that was made, or agreed with
     */
    public record Answer(Became became, PendingDeed deed) {}

    private static final Logger LOG = Logger.getLogger(PendingDeeds.class);

    private static final int MOST_AT_A_TIME = 100;

    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    PendingDeeds(Mutiny.SessionFactory sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * Asks for a deed, or agrees with another member's request; asking again changes nothing.
     *
     * @param mayDo fails if the member may not ask, or not agree with the one who did; null if nobody has asked
     */
    public Uni<Answer> ask(
            Mutiny.Session session, Deed deed, String which, String who, Consumer<@Nullable String> mayDo) {
        return find(session, deed, which).chain(asked -> {
            String first = asked == null ? null : asked.by();
            if (asked != null && who.equals(first)) {
                return Uni.createFrom().item(new Answer(Became.KNOWN, asked));
            }
            mayDo.accept(first);
            if (asked != null) {
                return drop(session, deed, which).replaceWith(new Answer(Became.AGREED, asked));
            }
            PendingDeed fresh = PendingDeed.of(who, clock.instant());
            return keep(session, deed, which, fresh).replaceWith(new Answer(Became.ASKED, fresh));
        });
    }

    private static Uni<Integer> keep(Mutiny.Session session, Deed deed, String which, PendingDeed asked) {
        return session.createNativeQuery(
                        "insert into pending_deed (deed, which, asked_by, due, id) values (?1, ?2, ?3, ?4, ?5)")
                .setParameter(5, asked.id())
                .setParameter(1, deed.stored())
                .setParameter(2, which)
                .setParameter(3, asked.by())
                .setParameter(4, asked.due())
                .executeUpdate();
    }

    private static Uni<@Nullable PendingDeed> find(Mutiny.Session session, Deed deed, String which) {
        return session.createNativeQuery(
                        "select id, asked_by, due from pending_deed where deed = ?1 and which = ?2", Object[].class)
                .setParameter(1, deed.stored())
                .setParameter(2, which)
                .getSingleResultOrNull()
                .map(row -> row == null ? null : pendingDeed(row, 0));
    }

    /** Forgets what somebody has asked for; null if nobody had. */
    public Uni<@Nullable PendingDeed> drop(Mutiny.Session session, Deed deed, String which) {
        return session.createNativeQuery(
                        "delete from pending_deed where deed = ?1 and which = ?2 returning id, asked_by, due",
                        Object[].class)
                .setParameter(1, deed.stored())
                .setParameter(2, which)
                .getSingleResultOrNull()
                .map(row -> row == null ? null : pendingDeed(row, 0));
    }

    /** Requests that are not done yet, by their subject. */
    public Uni<Map<String, PendingDeed>> of(Mutiny.Session session, Deed deed) {
        return session.createNativeQuery(
                        "select which, id, asked_by, due from pending_deed where deed = ?1 order by which",
                        Object[].class)
                .setParameter(1, deed.stored())
                .getResultList()
                .map(rows -> {
                    Map<String, PendingDeed> pending = new LinkedHashMap<>();
                    rows.forEach(row -> pending.put((String) row[0], pendingDeed(row, 1)));
                    return pending;
                });
    }

    /** Lets each that is due be done; one that fails keeps no other from it, and is tried again at the next look. */
    public Uni<Void> eachDue(Deed deed, Function<String, Uni<Void>> done) {
        return sessions.withSession(session -> session.createNativeQuery(
                                "select which from pending_deed where deed = ?1 and due <= ?2 order by due",
                                String.class)
                        .setParameter(1, deed.stored())
                        .setParameter(2, clock.instant())
                        .setMaxResults(MOST_AT_A_TIME)
                        .getResultList())
                .chain((List<String> whiches) -> Multi.createFrom()
                        .iterable(whiches)
                        .onItem()
                        .transformToUniAndConcatenate(which -> done.apply(which)
                                .onFailure()
                                .invoke(fault -> LOG.errorf(
                                        "%s is due and fails: %s",
                                        deed.stored(), fault.getClass().getName()))
                                .onFailure()
                                .recoverWithNull())
                        .onItem()
                        .ignoreAsUni());
    }

    /** Takes one that is due off the list; null if it was dropped. */
    public Uni<@Nullable PendingDeed> takeDue(Mutiny.Session session, Deed deed, String which) {
        return find(session, deed, which)
                .chain(asked -> asked == null || asked.due().isAfter(clock.instant())
                        ? Uni.createFrom().nullItem()
                        : drop(session, deed, which));
    }

    private static PendingDeed pendingDeed(Object[] row, int first) {
        return new PendingDeed(
                (UUID) row[first], (String) row[first + 1], ((OffsetDateTime) row[first + 2]).toInstant());
    }
}
