package org.penah.triage.tip;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.list.TipFilter;
import org.penah.triage.threat.Lane;

/**
 * Counts how many tips stand where. The database keeps it with each change of a tip, as rows that say what a change adds or takes
 * away, so that no change waits for another; their sum is how many there are.
 */
@ApplicationScoped
class KeptCounts {

    private final Mutiny.SessionFactory sessions;

    KeptCounts(Mutiny.SessionFactory sessions) {
        this.sessions = sessions;
    }

    /** The tips that a filter asks for: kept where the place of a tip is all that it asks, otherwise the folded ones alone, counted. */
    Uni<StandingTips> of(Mutiny.Session session, List<String> queues, TipFilter filter, Member member) {
        Uni<List<Object[]>> rows =
                filter.asksForPlaces() ? kept(session, queues, filter) : counted(session, queues, filter, member);
        return rows.map(places ->
                new StandingTips(filter, places.stream().map(KeptCounts::place).toList()));
    }

    private static Uni<List<Object[]>> kept(Mutiny.Session session, List<String> queues, TipFilter filter) {
        return session.createNativeQuery(
                        "select lane, overdue, folded, flood, sum(tips),"
                                + " greatest(0, coalesce(sum(tips) filter (where unopened), 0)) from tip_count where queue in (?1) and lane in (?2) and closed = ?3"
                                + (filter.overdue() ? " and overdue" : "")
                                + " group by lane, overdue, folded, flood having sum(tips) > 0",
                        Object[].class)
                .setParameter(1, queues)
                .setParameter(2, filter.lanes().stream().map(Lane::name).toList())
                .setParameter(3, filter.closed())
                .getResultList();
    }

    private static Uni<List<Object[]>> counted(
            Mutiny.Session session, List<String> queues, TipFilter filter, Member member) {
        if (!filter.folds()) {
            return Uni.createFrom().item(List.of());
        }
        // Of the folded ones alone, which have an index: the others would be a look at every open tip, for each desk
        // after each change.
        return FilterSql.bind(
                        filter,
                        session.createQuery(
                                "select cast(t.lane as String), t.overdue, t.folded, t.flood, count(*),"
                                        + " sum(case when t.firstOpened is null then 1 else 0 end) from Tip t"
                                        + " where t.queue in :queues and " + FilterSql.condition(filter)
                                        + " and " + FilterSql.FOLDED + " group by t.lane, t.overdue, t.folded, t.flood",
                                Object[].class),
                        member)
                .setParameter("queues", queues)
                .getResultList();
    }

    private static StandingTips.Place place(Object[] row) {
        Lane lane = Lane.valueOf((String) row[0]);
        boolean folded = Tip.isFolded(lane, (boolean) row[2], (boolean) row[3]);
        return new StandingTips.Place(
                lane, (boolean) row[1], folded, ((Number) row[4]).longValue(), ((Number) row[5]).longValue());
    }

    /** Puts together the rows of each place. What another instance puts together meanwhile is gone for this one. */
    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> putTogether() {
        return sessions.withTransaction(
                        session -> session.createNativeQuery("""
                        with gone as (delete from tip_count where (queue, lane, overdue, folded, flood, closed, unopened) in
                            (select queue, lane, overdue, folded, flood, closed, unopened from tip_count
                                group by 1, 2, 3, 4, 5, 6, 7 having count(*) > 1)
                            returning *)
                        insert into tip_count select queue, lane, overdue, folded, flood, closed, unopened, sum(tips) from gone
                        group by 1, 2, 3, 4, 5, 6, 7 having sum(tips) <> 0""").executeUpdate())
                .replaceWithVoid();
    }
}
