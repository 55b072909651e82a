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
            "(select tip_id, writer as asker, written_on as day from " + DetailsApprovals.LATE
                    + " d union select tip_id, proposer, proposed_on from " + VitalInterests.LATE + " v)";

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
     * What waits.
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

    @Scheduled(every = "30s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> count() {
        return sessions.withSession(
                        session -> session.createNativeQuery("select count(*) from " + LATE + " l", Long.class)
                                .setParameter(1, clock.instant())
                                .getSingleResult())
                .invoke(counted::set)
                .replaceWithVoid();
    }

    Uni<Asked> asked(Mutiny.Session session, Member member, List<String> queues) {
        return approvals
                .waiting(session, member, queues)
                .chain(details -> vitalInterests
                        .waiting(session, member, queues)
                        .chain(alerts -> MovedTips.waiting(session, member, queues)
                                .chain(asked ->
                                        late(session, queues).map(late -> new Asked(details, alerts, asked, late)))));
    }

    private Uni<List<FourEyesRequest>> late(Mutiny.Session session, List<String> queues) {
        return session.createNativeQuery(
                        "select l.tip_id, l.asker, l.day from " + LATE + " l where " + TipSql.queueOf("l.tip_id")
                                + " in (?2) order by l.day, l.tip_id",
                        Object[].class)
                .setParameter(1, clock.instant())
                .setParameter(2, queues)
                .setMaxResults(FourEyesRequest.MOST)
                .getResultList()
                .map(rows -> rows.stream().map(FourEyesRequest::of).toList());
    }
}
