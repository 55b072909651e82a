package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.problem.ProblemException;

/** Takes orders for drills, and says how the last ones went. */
@Path("/api/drills")
class DrillsResource {

    /** @param drillId chosen by the browser, so that asking again orders nothing twice */
    record DrillRequest(@Nullable UUID drillId, @Nullable String partner) {}

    /** The version of a UUID that says nothing of when and where it was made. */
    private static final int RANDOM = 4;

    private final MemberRequest request;
    private final Drills drills;

    DrillsResource(MemberRequest request, Drills drills) {
        this.request = request;
        this.drills = drills;
    }

    @GET
    public Uni<List<Drills.Drill>> last() {
        return request.read((session, member) -> drills.last(session));
    }

    @POST
    @ResponseStatus(202)
    public Uni<Void> order(@Nullable DrillRequest asked) {
        if (asked == null
                || asked.partner() == null
                || asked.drillId() == null
                || asked.drillId().version() != RANDOM) {
            throw ProblemException.badRequest("partner or a random drillId is missing");
        }
        UUID drillId = asked.drillId();
        String partner = asked.partner();
        return request.change((session, member) -> drills.order(session, member, partner, drillId));
    }
}
