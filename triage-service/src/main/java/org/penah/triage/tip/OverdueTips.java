package org.penah.triage.tip;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.reactive.mutiny.Mutiny;

/** Counts the reports of danger that nobody has looked at in time ({@code penah.tips.overdue}), for an alarm. */
@ApplicationScoped
class OverdueTips {

    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final AtomicLong overdue;

    OverdueTips(Mutiny.SessionFactory sessions, Clock clock, MeterRegistry meters) {
        this.sessions = sessions;
        this.clock = clock;
        this.overdue = meters.gauge("penah.tips.overdue", new AtomicLong());
    }

    @Scheduled(every = "30s")
    Uni<Void> count() {
        return sessions.withSession(session -> session.createQuery(
                                "select count(*) from Tip t where t.firstOpened is null and t.dueBy < :now", Long.class)
                        .setParameter("now", clock.instant())
                        .getSingleResult())
                .invoke(overdue::set)
                .replaceWithVoid();
    }
}
