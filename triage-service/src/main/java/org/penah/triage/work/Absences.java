package org.penah.triage.work;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.Member;
import org.penah.triage.access.Role;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.LapsedClaims;

/** Keeps who is away: a member says so of themselves, and a lead of those who read a queue of theirs. */
@ApplicationScoped
class Absences {

    /** Longer than this nobody is away; they have left. */
    private static final int MOST_DAYS = 366;

    /**
     * A member of a queue.
     *
     * @param backOn absent if they are here
     */
    record Colleague(String member, @Nullable LocalDate backOn) {}

    private final Mutiny.SessionFactory sessions;
    private final Keyring keyring;
    private final LapsedClaims claims;
    private final Clock clock;

    Absences(Mutiny.SessionFactory sessions, Keyring keyring, LapsedClaims claims, Clock clock) {
        this.sessions = sessions;
        this.keyring = keyring;
        this.claims = claims;
        this.clock = clock;
    }

    /** The member and those who read a queue of theirs, in order. */
    Uni<List<Colleague>> of(Mutiny.Session session, Member member) {
        return colleagues(session, member)
                .chain(names -> session.createNativeQuery(
                                "select n.name, (select a.back_on from absence a where a.member = n.name and a.back_on > ?2)"
                                        + " from unnest(cast(?1 as text[])) n (name) order by n.name",
                                Object[].class)
                        .setParameter(1, names.toArray(String[]::new))
                        .setParameter(2, LocalDate.now(clock))
                        .getResultList())
                .map(rows -> rows.stream()
                        .map(row -> new Colleague((String) row[0], (LocalDate) row[1]))
                        .toList());
    }

    /** Fails with a problem if somebody is away. */
    Uni<Void> requireHere(Mutiny.Session session, String name) {
        return session.createNativeQuery(
                        "select back_on from absence where member = ?1 and back_on > ?2", LocalDate.class)
                .setParameter(1, name)
                .setParameter(2, LocalDate.now(clock))
                .getResultList()
                .invoke(days -> {
                    if (!days.isEmpty()) {
                        throw ProblemException.conflict(
                                "away",
                                "Away",
                                name + " is away and back on " + days.get(0) + ". Nothing was changed.");
                    }
                })
                .replaceWithVoid();
    }

    /**
     * Notes until when somebody is away, and lets go of what they hold.
     *
     * @param backOn nothing if they are here
     */
    Uni<Void> set(Mutiny.Session session, Member who, String name, @Nullable LocalDate backOn) {
        LocalDate today = LocalDate.now(clock);
        if (backOn != null && (!backOn.isAfter(today) || backOn.isAfter(today.plusDays(MOST_DAYS)))) {
            throw ProblemException.unprocessable(
                    "not-a-day",
                    "Not a day to come",
                    "That day is not within a year from tomorrow. Nothing was changed.");
        }
        if (!name.equals(who.name()) && !who.roles().contains(Role.LEAD)) {
            throw ProblemException.forbidden();
        }
        return colleagues(session, who)
                .invoke(names -> {
                    if (!names.contains(name)) {
                        throw AssignmentRules.noColleague();
                    }
                })
                .chain(() -> backOn == null ? forget(session, name) : keep(session, who, name, backOn));
    }

    /** Nobody needs to know any longer who was away. */
    @Scheduled(every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forgetPast() {
        return sessions.withTransaction(session -> session.createNativeQuery("delete from absence where back_on <= ?1")
                .setParameter(1, LocalDate.now(clock))
                .executeUpdate()
                .replaceWithVoid());
    }

    private static Uni<Void> forget(Mutiny.Session session, String name) {
        return session.createNativeQuery("delete from absence where member = ?1")
                .setParameter(1, name)
                .executeUpdate()
                .replaceWithVoid();
    }

    private Uni<Void> keep(Mutiny.Session session, Member who, String name, LocalDate backOn) {
        return session.createNativeQuery("""
                        insert into absence (member, back_on, set_by) values (?1, ?2, ?3)
                        on conflict (member) do update set back_on = excluded.back_on, set_by = excluded.set_by""")
                .setParameter(1, name)
                .setParameter(2, backOn)
                .setParameter(3, who.name())
                .executeUpdate()
                .chain(() -> claims.releaseOf(session, name));
    }

    private Uni<List<String>> colleagues(Mutiny.Session session, Member member) {
        return keyring.queuesOf(session, member).chain(queues -> keyring.membersOfAny(session, queues));
    }
}
