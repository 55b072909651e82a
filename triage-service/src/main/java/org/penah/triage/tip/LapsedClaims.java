package org.penah.triage.tip;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.threat.DueTime;

/** Lets go of tips whose claim was not renewed, and with it of the time to which it ran. Danger that nobody has decided about is due then. */
@ApplicationScoped
public class LapsedClaims {

    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    LapsedClaims(Mutiny.SessionFactory sessions, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
    }

    @Scheduled(every = "30s")
    Uni<Void> release() {
        return sessions.withTransaction(session -> release(session, "t.assignedUntil <= :which", clock.instant()));
    }

    /** Lets go of all that a member holds, as if their hold had ended, in the caller's transaction. */
    public Uni<Void> releaseOf(Mutiny.Session session, String member) {
        return release(session, "t.assignee = :which", member);
    }

    private Uni<Void> release(Mutiny.Session session, String condition, Object which) {
        return session.createMutationQuery(
                        "update Tip t set t.letGoBy = t.assignee, t.decideBy = least(t.decideBy, :justNow)"
                                + " where t.decideBy is not null and " + condition)
                .setParameter("which", which)
                .setParameter("justNow", DueTime.lastBefore(clock.instant()))
                .executeUpdate()
                .chain(() -> session.createMutationQuery(
                                "update Tip t set t.assignee = null, t.assignedUntil = null where " + condition)
                        .setParameter("which", which)
                        .executeUpdate())
                .replaceWithVoid();
    }
}
