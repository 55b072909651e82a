package org.penah.triage.tip;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.threat.DueTime;

/** Lets go of tips whose claim was not renewed, and with it of the time to which it ran. Danger that nobody has decided about is due then. */
@ApplicationScoped
class LapsedClaims {

    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    LapsedClaims(Mutiny.SessionFactory sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Scheduled(every = "30s")
    Uni<Void> release() {
        Instant now = clock.instant();
        return sessions.withTransaction(session -> session.createMutationQuery("""
                        update Tip t set t.letGoBy = t.assignee, t.decideBy = least(t.decideBy, :justNow)
                        where t.assignedUntil <= :now and t.decideBy is not null""")
                        .setParameter("now", now)
                        .setParameter("justNow", DueTime.lastBefore(now))
                        .executeUpdate()
                        .chain(() -> session.createMutationQuery(
                                        "update Tip t set t.assignee = null, t.assignedUntil = null where t.assignedUntil <= :now")
                                .setParameter("now", now)
                                .executeUpdate()))
                .replaceWithVoid();
    }
}
