package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.outbox.Outbox;
import org.penah.triage.access.Member;
import org.penah.triage.event.Receivers;
import org.penah.triage.journal.Deed;
import org.penah.triage.journal.Journal;
import org.penah.triage.problem.ProblemException;

/** Orders drills, one at a time with each partner, and remembers how they went. */
@ApplicationScoped
class Drills {

    /** Enough to see a year of monthly drills with a few partners. */
    private static final int SHOWN = 100;

    /**
     * A drill.
     *
     * @param seconds from the order to a human's answer, once there is one
     */
    record Drill(
            UUID drillId,
            String partner,
            String orderedBy,
            LocalDate orderedOn,
            DrillState state,
            @Nullable Integer seconds) {}

    private final Outbox outbox;
    private final Journal journal;
    private final Clock clock;

    Drills(Outbox outbox, Journal journal, Clock clock) {
        this.outbox = outbox;
        this.journal = journal;
        this.clock = clock;
    }

    /** The last ones, newest first. */
    Uni<List<Drill>> last(Mutiny.Session session) {
        return session.createNativeQuery("""
                        select drill_id, partner, ordered_by, ordered_on, state, seconds from drill
                        order by position desc limit ?1""", Object[].class)
                .setParameter(1, SHOWN)
                .getResultList()
                .map(rows -> rows.stream().map(Drills::drill).toList());
    }

    /** Orders a drill with a partner that is known; ordering the same one again does nothing. */
    Uni<Void> order(Mutiny.Session session, Member member, String partner, UUID drillId) {
        LocalDate today = LocalDate.now(clock);
        UUID salt = UUID.randomUUID();
        return session.createNativeQuery("select name from partner where name = ?1 for update", String.class)
                .setParameter(1, partner)
                .getResultList()
                .invoke(known -> {
                    if (known.isEmpty()) {
                        throw ProblemException.notFound();
                    }
                })
                .chain(() -> insert(session, member, partner, drillId, today, salt))
                .chain(inserted -> inserted == 0
                        ? requireSame(session, partner, drillId)
                        : requireNoOther(session, partner, drillId, today)
                                .chain(() -> outbox.append(
                                        session,
                                        Receivers.NOTIFY,
                                        DrillOrdered.TYPE,
                                        new DrillOrdered(drillId, partner)))
                                .chain(() -> journal.record(
                                        session,
                                        member,
                                        Deed.DRILL_ORDERED,
                                        drillId,
                                        DrillFacts.of(salt, drillId, partner, member.name(), today))));
    }

    /** Takes what notify-service says of a partner's last drill. */
    Uni<Void> note(Mutiny.Session session, PartnerChanged.@Nullable Drill told) {
        if (told == null) {
            return Uni.createFrom().voidItem();
        }
        return session.createNativeQuery("update drill set state = ?2, seconds = ?3 where drill_id = ?1")
                .setParameter(1, told.drillId())
                .setParameter(2, DrillState.of(told.state()).name())
                .setParameter(3, told.seconds())
                .executeUpdate()
                .replaceWithVoid();
    }

    private static Uni<Integer> insert(
            Mutiny.Session session, Member member, String partner, UUID drillId, LocalDate today, UUID salt) {
        return session.createNativeQuery("""
                        insert into drill (drill_id, partner, ordered_by, ordered_on, state, salt)
                        values (?1, ?2, ?3, ?4, 'ORDERED', ?5) on conflict do nothing""")
                .setParameter(1, drillId)
                .setParameter(2, partner)
                .setParameter(3, member.name())
                .setParameter(4, today)
                .setParameter(5, salt)
                .executeUpdate();
    }

    // A drill that notify-service never reported blocks nobody for longer than a day.
    private static Uni<Void> requireNoOther(Mutiny.Session session, String partner, UUID drillId, LocalDate today) {
        return session.createNativeQuery("""
                        select count(*) from drill where partner = ?1 and drill_id <> ?2
                            and (state in ('OPEN', 'DELIVERED') or state = 'ORDERED' and ordered_on >= ?3)""", Long.class)
                .setParameter(1, partner)
                .setParameter(2, drillId)
                .setParameter(3, today.minusDays(1))
                .getSingleResult()
                .invoke(others -> {
                    if (others > 0) {
                        throw ProblemException.conflict(
                                "drill-open", "Under way", "A drill with this partner is under way. Wait for its end.");
                    }
                })
                .replaceWithVoid();
    }

    private static Uni<Void> requireSame(Mutiny.Session session, String partner, UUID drillId) {
        return session.createNativeQuery("select partner from drill where drill_id = ?1", String.class)
                .setParameter(1, drillId)
                .getSingleResult()
                .invoke(kept -> {
                    if (!kept.equals(partner)) {
                        throw ProblemException.conflict("drill-taken", "Taken", "Another drill has this id.");
                    }
                })
                .replaceWithVoid();
    }

    private static Drill drill(Object[] row) {
        return new Drill(
                (UUID) row[0],
                (String) row[1],
                (String) row[2],
                (LocalDate) row[3],
                DrillState.valueOf((String) row[4]),
                (Integer) row[5]);
    }
}
