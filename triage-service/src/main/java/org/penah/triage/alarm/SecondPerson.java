package org.penah.triage.alarm;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.FourEyesRequest;
import org.penah.triage.access.Member;
import org.penah.triage.details.DetailsApprovals;
import org.penah.triage.row.FirstRows;
import org.penah.triage.tip.MovedTips;
import org.penah.triage.tip.TipSql;
import org.penah.triage.vitalinterest.VitalInterests;

/**
 * Finds what waits for a member as the second person, in the tips of their queues; and what has waited too long, which
 * everybody of the queue sees, and which is counted for an alarm ({@code penah.second.person.late}).
 */
@ApplicationScoped
class SecondPerson {

    private static final String LATE =
            "(select tip_id, asker, day, min(second_by) as second_by, bool_or(confirmed) as confirmed from"
                    + " (select tip_id, writer as asker, written_on as day, second_by, confirmed from "
                    + DetailsApprovals.LATE
                    + " d union all select tip_id, proposer, proposed_on, second_by, danger from "
                    + VitalInterests.LATE + " v) late group by tip_id, asker, day)";

    private final DetailsApprovals approvals;
    private final VitalInterests vitalInterests;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final AtomicLong counted;

    SecondPerson(
            DetailsApprovals approvals,
            VitalInterests vitalInterests,
            Mutiny.SessionFactory sessions,
            Clock clock,
            MeterRegistry meters) {
        this.approvals = approvals;
        this.vitalInterests = vitalInterests;
        this.sessions = sessions;
        this.clock = clock;
        this.counted = meters.gauge("penah.second.person.late", new AtomicLong());
    }

    /**
     * What waits: of each at most a hundred, confirmed or imminent danger first, then what waits longest.
     *
     * @param details texts for a partner that somebody has to read and approve
     * @param alerts alerts without consent that somebody has to decide about
     * @param moves to another queue that somebody asks for
     * @param late of details and alerts, and of what the member asked for, what has waited too long
     */
    record Asked(
            List<FourEyesRequest> details,
            List<FourEyesRequest> alerts,
            List<FourEyesRequest> moves,
            List<FourEyesRequest> late) {

        static final Asked NOTHING = new Asked(List.of(), List.of(), List.of(), List.of());
    }

    /**
     * What waits, as far as it is named.
     *
     * @param more how many there are beyond that
     */
    record Found(Asked asked, long more) {

        private static Found of(
                FirstRows<FourEyesRequest> details,
                FirstRows<FourEyesRequest> alerts,
                FirstRows<FourEyesRequest> moves,
                FirstRows<FourEyesRequest> late) {
            return new Found(
                    new Asked(details.rows(), alerts.rows(), moves.rows(), late.rows()),
                    details.more() + alerts.more() + moves.more() + late.more());
        }
    }

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> count() {
        return sessions.withSession(
                        session -> session.createNativeQuery("select count(*) from " + LATE + " l", Long.class)
                                .setParameter(1, clock.instant())
                                .getSingleResult())
                .invoke(counted::set)
                .replaceWithVoid();
    }

    Uni<Found> asked(Mutiny.Session session, Member member, List<String> queues) {
        return approvals
                .waiting(session, member, queues)
                .chain(details -> vitalInterests
                        .waiting(session, member, queues)
                        .chain(alerts -> MovedTips.waiting(session, member, queues)
                                .chain(moves -> late(session, member, queues)
                                        .map(late -> Found.of(details, alerts, moves, late)))));
    }

    /** Beyond these only what the member asked for is counted: what others did is among details and alerts, late or not. */
    private Uni<FirstRows<FourEyesRequest>> late(Mutiny.Session session, Member member, List<String> queues) {
        return session.createNativeQuery(
                        "select l.tip_id, l.asker, l.day, count(*) filter (where l.asker = ?3) over () from " + LATE
                                + " l where " + TipSql.queueOf("l.tip_id")
                                + " in (?2) order by l.confirmed desc, l.second_by, l.tip_id",
                        Object[].class)
                .setParameter(1, clock.instant())
                .setParameter(2, queues)
                .setParameter(3, member.name())
                .setMaxResults(FourEyesRequest.MOST)
                .getResultList()
                .map(rows -> beyondOwn(rows, member.name()));
    }

    private static FirstRows<FourEyesRequest> beyondOwn(List<Object[]> rows, String member) {
        List<FourEyesRequest> named = rows.stream().map(FourEyesRequest::of).toList();
        long own = rows.isEmpty() ? 0 : ((Number) rows.get(0)[3]).longValue();
        long ownNamed = named.stream().filter(each -> each.by().equals(member)).count();
        return new FirstRows<>(named, own - ownNamed);
    }
}
