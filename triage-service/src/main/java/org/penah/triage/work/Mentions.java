package org.penah.triage.work;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;
import org.penah.triage.tip.TipSql;

/** Keeps which members notes call; the service does not know the notes' text. */
@ApplicationScoped
class Mentions {

    /** As many as a desk shows; the newest. */
    private static final int MOST = 100;

    private static final String QUEUE = TipSql.queueOf("s.tip_id");

    /**
     * A note's call for a member.
     *
     * @param who asks
     */
    record Mention(UUID stepId, UUID tipId, String queue, String who, LocalDate day) {}

    private final Keyring keyring;
    private final Clock clock;

    Mentions(Keyring keyring, Clock clock) {
        this.keyring = keyring;
        this.clock = clock;
    }

    /** A member's open calls, except in queues that they no longer read. */
    Uni<List<Mention>> waiting(Mutiny.Session session, Member member) {
        return keyring.queuesOf(session, member)
                .chain(queues ->
                        queues.isEmpty() ? Uni.createFrom().item(List.of()) : waiting(session, member, queues));
    }

    private static Uni<List<Mention>> waiting(Mutiny.Session session, Member member, List<String> queues) {
        return session.createNativeQuery("""
                        select s.step_id, s.tip_id, t.queue, s.who, s.day
                        from mention m join step s using (step_id) cross join lateral (select %s as queue) t
                        where m.member = ?1 and m.seen_on is null and t.queue in (?2)
                        order by s.position desc limit ?3""".formatted(QUEUE), Object[].class)
                .setParameter(1, member.name())
                .setParameter(2, queues)
                .setParameter(3, MOST)
                .getResultList()
                .map(rows -> rows.stream()
                        .map(row -> new Mention(
                                (UUID) row[0], (UUID) row[1], (String) row[2], (String) row[3], (LocalDate) row[4]))
                        .toList());
    }

    /**
     * Puts a mention away.
     *
     * @return the tip if that is news, nothing if it was put away before; fails with a problem if there is none for the member
     */
    Uni<List<UUID>> see(Mutiny.Session session, Member member, UUID stepId) {
        return keyring.queuesOf(session, member)
                .chain(queues -> session.createNativeQuery("""
                        select s.tip_id, %s as queue, m.seen_on
                        from mention m join step s using (step_id)
                        where m.step_id = ?1 and m.member = ?2 for update of m""".formatted(QUEUE), Object[].class)
                        .setParameter(1, stepId)
                        .setParameter(2, member.name())
                        .getResultList()
                        .chain(found -> {
                            if (found.isEmpty() || !queues.contains((String) found.get(0)[1])) {
                                throw ProblemException.notFound();
                            }
                            return found.get(0)[2] != null
                                    ? Uni.createFrom().item(List.of())
                                    : putAway(session, member, stepId).replaceWith(List.of((UUID) found.get(0)[0]));
                        }));
    }

    /** Which members each of these steps asks for, in order. */
    static Uni<Map<UUID, List<String>>> of(Mutiny.Session session, Collection<UUID> stepIds) {
        if (stepIds.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return session.createNativeQuery(
                        "select step_id, member from mention where step_id in (?1) order by member", Object[].class)
                .setParameter(1, stepIds)
                .getResultList()
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> (UUID) row[0],
                                Collectors.mapping(row -> (String) row[1], Collectors.toList()))));
    }

    /** Notes whom a step asks for, each named once; a problem if somebody of them does not hold the queue's key. */
    Uni<Void> make(Mutiny.Session session, String queue, UUID stepId, List<String> members) {
        if (members.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return keyring.membersOf(session, queue)
                .invoke(colleagues -> {
                    if (!colleagues.containsAll(members)) {
                        throw AssignmentRules.noColleague();
                    }
                })
                .chain(() -> session.createNativeQuery(
                                "insert into mention (step_id, member) select cast(?1 as uuid), jsonb_array_elements_text(cast(cast(?2 as text) as jsonb))"
                                        + " on conflict do nothing")
                        .setParameter(1, stepId)
                        .setParameter(2, new JsonArray(members).encode())
                        .executeUpdate())
                .replaceWithVoid();
    }

    private Uni<Integer> putAway(Mutiny.Session session, Member member, UUID stepId) {
        return session.createNativeQuery("update mention set seen_on = ?1 where step_id = ?2 and member = ?3")
                .setParameter(1, LocalDate.now(clock))
                .setParameter(2, stepId)
                .setParameter(3, member.name())
                .executeUpdate();
    }
}
