package org.penah.triage.tip;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.hibernate.reactive.mutiny.Mutiny;

/** Lets go of tips whose claim was not renewed, and with it of the time to which it ran. */
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
        return sessions.withTransaction(session -> session.createMutationQuery(
                                "update Tip t set t.assignee = null, t.assignedUntil = null where t.assignedUntil <= :now")
                        .setParameter("now", clock.instant())
                        .executeUpdate())
                .replaceWithVoid();
    }
}
