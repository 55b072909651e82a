package org.penah.triage.journal;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;

/** Records deeds of staff, and withdrawals of sources. */
@ApplicationScoped
public class Journal {

    /** Names the advisory lock that lets entries be appended one after another; nothing else may use the number. */
    private static final long LOCK = 0x6a6f75726e616cL;

    /** Used in place of a member's name; Keycloak allows no parentheses in account names. */
    private static final String SOURCE = "(source)";

    /** The same, where nobody did it. */
    private static final String TIMER = "(timer)";

    /** The same, where it was done at the service's start. */
    private static final String START = "(start)";

    /** The same, where a partner did it; which one is not written, for an auditor need not know whom we work with. */
    private static final String PARTNER = "(partner)";

    /** The same, where notify-service did it. */
    private static final String CHANNEL = "(channel)";

    private final Clock clock;

    Journal(Clock clock) {
        this.clock = clock;
    }

    /**
     * Appends in the caller's transaction, so that deed and entry are stored together or not at all.
     *
     * <p>Holds a lock until that transaction ends: call it last.
     */
    public Uni<Void> record(Mutiny.Session session, Member who, Deed deed, UUID which) {
        return record(session, who, deed, which.toString());
    }

    /** The same for what was done to somebody, or to a key: a name, or a queue and the number of its epoch. */
    public Uni<Void> record(Mutiny.Session session, Member who, Deed deed, String which) {
        return append(session, who.name(), deed, which, null);
    }

    /** The same where a row says more of it. */
    public Uni<Void> record(Mutiny.Session session, Member who, Deed deed, UUID which, Facts facts) {
        return record(session, who, deed, which.toString(), facts);
    }

    /** The same for what was done to somebody, or to a key. */
    public Uni<Void> record(Mutiny.Session session, Member who, Deed deed, String which, Facts facts) {
        return append(session, who.name(), deed, which, facts);
    }

    /** The same for what may happen often and changes nothing: the first of a day alone is written. */
    public Uni<Void> recordOnceADay(Mutiny.Session session, Member who, Deed deed, String which) {
        return isWritten(session, who, deed, which)
                .chain(written -> written
                        ? Uni.createFrom().voidItem()
                        : lock(session)
                                .chain(() -> isWritten(session, who, deed, which))
                                .chain(meanwhile ->
                                        meanwhile ? Uni.createFrom().voidItem() : record(session, who, deed, which)));
    }

    private Uni<Boolean> isWritten(Mutiny.Session session, Member who, Deed deed, String which) {
        return session.createNativeQuery(
                        "select exists (select from journal where which = ?1 and deed = ?2 and who = ?3 and day = ?4)",
                        Boolean.class)
                .setParameter(1, which)
                .setParameter(2, deed.stored())
                .setParameter(3, who.name())
                .setParameter(4, LocalDate.now(clock))
                .getSingleResult();
    }

    /** The same for what the source of a tip did. */
    public Uni<Void> recordOfSource(Mutiny.Session session, Deed deed, UUID which) {
        return append(session, SOURCE, deed, which.toString(), null);
    }

    /** The same for what happens when its time has come. */
    public Uni<Void> recordOfTimer(Mutiny.Session session, Deed deed, UUID which) {
        return recordOfTimer(session, deed, which.toString());
    }

    /** The same where a row says more of it. */
    public Uni<Void> recordOfTimer(Mutiny.Session session, Deed deed, UUID which, Facts facts) {
        return append(session, TIMER, deed, which.toString(), facts);
    }

    /** The same for what happens to a key: a queue and the number of its epoch. */
    public Uni<Void> recordOfTimer(Mutiny.Session session, Deed deed, String which) {
        return append(session, TIMER, deed, which, null);
    }

    /** The same for what the service took over as it started. */
    public Uni<Void> recordOfStart(Mutiny.QueryProducer session, Deed deed, String which, @Nullable Facts facts) {
        return append(session, START, deed, which, facts);
    }

    /** The same for what a partner did. */
    public Uni<Void> recordOfPartner(Mutiny.Session session, Deed deed, UUID which, Facts facts) {
        return append(session, PARTNER, deed, which.toString(), facts);
    }

    /** The same for deeds of the alert channel. */
    public Uni<Void> recordOfChannel(Mutiny.Session session, Deed deed, UUID which) {
        return append(session, CHANNEL, deed, which.toString(), null);
    }

    /** The same where a row says more of it. */
    public Uni<Void> recordOfChannel(Mutiny.Session session, Deed deed, UUID which, Facts facts) {
        return append(session, CHANNEL, deed, which.toString(), facts);
    }

    private Uni<Void> append(Mutiny.QueryProducer session, String who, Deed deed, String which, @Nullable Facts facts) {
        return lock(session)
                .chain(() -> session.createNativeQuery(
                                "select position, hash from journal order by position desc limit 1", Object[].class)
                        .getResultList())
                .chain(last -> insert(session, last, who, deed, which, facts));
    }

    private static Uni<Integer> lock(Mutiny.QueryProducer session) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(" + LOCK + ")", Integer.class)
                .getSingleResult();
    }

    private Uni<Void> insert(
            Mutiny.QueryProducer session,
            List<Object[]> last,
            String who,
            Deed deed,
            String which,
            @Nullable Facts facts) {
        long position = last.isEmpty() ? 1 : ((Number) last.get(0)[0]).longValue() + 1;
        byte[] hashBefore = last.isEmpty() ? Entry.beforeTheFirst() : (byte[]) last.get(0)[1];
        Entry entry = new Entry(
                position, LocalDate.now(clock), who, deed.stored(), which, facts == null ? null : facts.stored());
        return session.createNativeQuery(
                        "insert into journal (position, day, who, deed, which, facts, hash) values (?1, ?2, ?3, ?4, ?5, cast(?7 as text), ?6)")
                .setParameter(1, entry.position())
                .setParameter(2, entry.day())
                .setParameter(3, entry.who())
                .setParameter(4, entry.deed())
                .setParameter(5, entry.which())
                .setParameter(6, entry.hash(hashBefore))
                .setParameter(7, entry.facts())
                .executeUpdate()
                .replaceWithVoid();
    }
}
