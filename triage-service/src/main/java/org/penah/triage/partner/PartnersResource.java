package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;

/** Says what is known of partners and of the canary. */
@Path("/api/partners")
class PartnersResource {

    record Channel(List<PartnerChanged> partners, CanaryChanged canary) {}

    private final Mutiny.SessionFactory sessions;
    private final Partners partners;

    PartnersResource(Mutiny.SessionFactory sessions, Partners partners) {
        this.sessions = sessions;
        this.partners = partners;
    }

    @GET
    public Uni<Channel> all() {
        return sessions.withSession(session -> partners.all(session)
                .chain(known -> partners.canary(session).map(canary -> new Channel(known, canary))));
    }
}
