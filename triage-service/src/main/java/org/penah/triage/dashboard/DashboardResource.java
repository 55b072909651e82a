package org.penah.triage.dashboard;

import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.triage.access.Member;
import org.penah.triage.keyring.Keyring;
import org.penah.triage.problem.ProblemException;

/** Tells a member how their own queues are doing. */
@Path("/api/dashboard")
class DashboardResource {

    private final Mutiny.SessionFactory sessions;
    private final Keyring keyring;
    private final Counting counting;
    private final SecurityIdentity identity;

    DashboardResource(Mutiny.SessionFactory sessions, Keyring keyring, Counting counting, SecurityIdentity identity) {
        this.sessions = sessions;
        this.keyring = keyring;
        this.counting = counting;
        this.identity = identity;
    }

    @GET
    public Uni<Dashboard> dashboard() {
        Member member = Member.of(identity);
        return sessions.withSession(session -> keyring.queuesOf(session, member).chain(queues -> {
            if (queues.isEmpty()) {
                throw ProblemException.notFound();
            }
            return counting.of(session, queues);
        }));
    }
}
