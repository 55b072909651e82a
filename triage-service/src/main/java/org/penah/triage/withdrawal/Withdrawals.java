package org.penah.triage.withdrawal;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.TrustedDay;
import org.penah.triage.threat.Consents;

/**
 * Remembers what sources took back, so that it holds whether word of it comes before the tip or after it.
 *
 * <p>It is forgotten after 30 days, as the inbox forgets its events: far longer than the two can be apart.
 */
@ApplicationScoped
public class Withdrawals {

    private static final int DAYS = 30;
    /** Names the advisory locks of tips; their second number is a hash of the tip's id. */
    private static final int LOCK = 0x746970;

    private final Clock clock;

    Withdrawals(Clock clock) {
        this.clock = clock;
    }

    /** Makes other events of this tip wait until the caller's transaction ends, and returns the withdrawals so far. */
    public Uni<Withdrawn> locked(Mutiny.Session session, UUID tipId) {
        return session.createNativeQuery("select 1 from pg_advisory_xact_lock(" + LOCK + ", ?1)", Integer.class)
                .setParameter(1, tipId.hashCode())
                .getSingleResult()
                .chain(() -> session.createNativeQuery(
                                "select alert, details, erased, day from withdrawal where tip_id = ?1", Object[].class)
                        .setParameter(1, tipId)
                        .getResultList())
                .map(rows -> rows.isEmpty() ? Withdrawn.NOTHING : withdrawn(rows.get(0)));
    }

    /**
     * Remembers what a source took back, and keeps other events of the tip waiting until the caller's transaction ends.
     *
     * @param left what they still allow
     */
    public Uni<Void> remember(Mutiny.Session session, UUID tipId, Consents left, boolean erased) {
        LocalDate today = LocalDate.now(clock);
        return locked(session, tipId)
                .chain(() -> session.createNativeQuery("""
                        with outdated as (
                            delete from withdrawal where day < %s - cast(?6 as integer))
                        insert into withdrawal as w (tip_id, alert, details, erased, day) values (?1, ?2, ?3, ?4, ?5)
                        on conflict (tip_id) do update set alert = w.alert and excluded.alert,
                            details = w.details and excluded.details, erased = w.erased or excluded.erased""".formatted(TrustedDay.SQL))
                        .setParameter(1, tipId)
                        .setParameter(2, left.alert())
                        .setParameter(3, left.details())
                        .setParameter(4, erased)
                        .setParameter(5, today)
                        .setParameter(6, DAYS)
                        .executeUpdate())
                .replaceWithVoid();
    }

    private static Withdrawn withdrawn(Object[] row) {
        return new Withdrawn((boolean) row[0], (boolean) row[1], (boolean) row[2], (LocalDate) row[3]);
    }
}
