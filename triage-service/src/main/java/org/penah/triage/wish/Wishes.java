package org.penah.triage.wish;

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
 * Callers see to it that deeds about one thing come one after another.
 */
@ApplicationScoped
public class Wishes {

    /** Whether it is to be done. */
    public enum Became {
        /** It happens in an hour, unless somebody drops it. */
        ASKED,
        /** Somebody else had asked: it is to be done now. */
        AGREED,
        /** The same member had asked before. */
        KNOWN
    }

    /**
     * What became of it.
     *
     * @param wish the one that was made, or agreed with
     */
    public record Answer(Became became, Wish wish) {}

    private static final Logger LOG = Logger.getLogger(Wishes.class);

    private static final int MOST_AT_A_TIME = 100;

    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    Wishes(Mutiny.SessionFactory sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    /**
     * Asks for a deed, or agrees with another member who has asked; asking again changes nothing.
     *
     * @param mayDo fails if the member may not ask, or not agree with the one who did; null if nobody has asked
     */
    public Uni<Answer> ask(
            Mutiny.Session session, Deed deed, String which, String who, Consumer<@Nullable String> mayDo) {
        return find(session, deed, which).chain(wish -> {
            String first = wish == null ? null : wish.by();
            if (wish != null && who.equals(first)) {
                return Uni.createFrom().item(new Answer(Became.KNOWN, wish));
            }
            mayDo.accept(first);
            if (wish != null) {
                return drop(session, deed, which).replaceWith(new Answer(Became.AGREED, wish));
            }
            Wish asked = Wish.of(who, clock.instant());
            return keep(session, deed, which, asked).replaceWith(new Answer(Became.ASKED, asked));
        });
    }

    private static Uni<Integer> keep(Mutiny.Session session, Deed deed, String which, Wish wish) {
        return session.createNativeQuery(
                        "insert into wish (deed, which, wished_by, due, id) values (?1, ?2, ?3, ?4, ?5)")
                .setParameter(5, wish.id())
                .setParameter(1, deed.stored())
                .setParameter(2, which)
                .setParameter(3, wish.by())
                .setParameter(4, wish.due())
                .executeUpdate();
    }

    private static Uni<@Nullable Wish> find(Mutiny.Session session, Deed deed, String which) {
        return session.createNativeQuery(
                        "select id, wished_by, due from wish where deed = ?1 and which = ?2", Object[].class)
                .setParameter(1, deed.stored())
                .setParameter(2, which)
                .getSingleResultOrNull()
                .map(row -> row == null ? null : wish(row, 0));
    }

    /** Forgets what somebody has asked for; null if nobody had. */
    public Uni<@Nullable Wish> drop(Mutiny.Session session, Deed deed, String which) {
        return session.createNativeQuery(
                        "delete from wish where deed = ?1 and which = ?2 returning id, wished_by, due", Object[].class)
                .setParameter(1, deed.stored())
                .setParameter(2, which)
                .getSingleResultOrNull()
                .map(row -> row == null ? null : wish(row, 0));
    }

    /** What has been asked for and is not done yet, by what it is about. */
    public Uni<Map<String, Wish>> of(Mutiny.Session session, Deed deed) {
        return session.createNativeQuery(
                        "select which, id, wished_by, due from wish where deed = ?1 order by which", Object[].class)
                .setParameter(1, deed.stored())
                .getResultList()
                .map(rows -> {
                    Map<String, Wish> wishes = new LinkedHashMap<>();
                    rows.forEach(row -> wishes.put((String) row[0], wish(row, 1)));
                    return wishes;
                });
    }

    /** Lets each that is due be done; one that fails keeps no other from it, and is tried again at the next look. */
    public Uni<Void> eachDue(Deed deed, Function<String, Uni<Void>> done) {
        return sessions.withSession(session -> session.createNativeQuery(
                                "select which from wish where deed = ?1 and due <= ?2 order by due", String.class)
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

    /** Takes one that is due off the list; null if nobody wants it any more. */
    public Uni<@Nullable Wish> takeDue(Mutiny.Session session, Deed deed, String which) {
        return find(session, deed, which)
                .chain(wish -> wish == null || wish.due().isAfter(clock.instant())
                        ? Uni.createFrom().nullItem()
                        : drop(session, deed, which));
    }

    private static Wish wish(Object[] row, int first) {
        return new Wish((UUID) row[first], (String) row[first + 1], ((OffsetDateTime) row[first + 2]).toInstant());
    }
}
