package org.penah.triage.tipalert;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;
import org.penah.triage.access.MemberRequest;
import org.penah.triage.alert.AsideReason;
import org.penah.triage.problem.ProblemException;

/** Takes what the desk decides about the alert of a tip. */
@Path("/api/tips/{tipId}/alert")
class AlertResource {

    private final MemberRequest request;
    private final TipAlerts alerts;

    AlertResource(MemberRequest request, TipAlerts alerts) {
        this.request = request;
        this.alerts = alerts;
    }

    @POST
    @Path("/confirmation")
    @ResponseStatus(202)
    public Uni<Void> confirm(@RestPath UUID tipId) {
        return request.change((session, member) -> alerts.confirm(session, member, tipId));
    }

    /** Its time begins again. */
    @POST
    @Path("/renewal")
    @ResponseStatus(202)
    public Uni<Void> renew(@RestPath UUID tipId) {
        return request.change((session, member) -> alerts.renew(session, member, tipId));
    }

    /** Those who have taken it on do not suffice. */
    @POST
    @Path("/others")
    @ResponseStatus(202)
    public Uni<Void> callOthers(@RestPath UUID tipId) {
        return request.change((session, member) -> alerts.callOthers(session, member, tipId));
    }

    /** The first request starts an hour; the second ends it. */
    @POST
    @Path("/cancellation")
    @ResponseStatus(202)
    public Uni<Void> cancel(@RestPath UUID tipId) {
        return request.change((session, member) -> alerts.cancel(session, member, tipId));
    }

    /**
     * It is one of a flood.
     *
     * @param reason why somebody thinks so
     */
    record AsideRequest(@Nullable AsideReason reason) {}

    @POST
    @Path("/aside")
    @ResponseStatus(202)
    public Uni<Void> setAside(@RestPath UUID tipId, @Nullable AsideRequest asked) {
        AsideReason reason = asked == null ? null : asked.reason();
        if (reason == null) {
            throw ProblemException.badRequest("reason is missing");
        }
        return request.change((session, member) -> alerts.setAside(session, member, tipId, reason));
    }

    @POST
    @Path("/aside/drop")
    @ResponseStatus(202)
    public Uni<Void> putBack(@RestPath UUID tipId) {
        return request.change((session, member) -> alerts.putBack(session, member, tipId));
    }

    /** Somebody keeps the alert that is to be cancelled, or thinks again. */
    @POST
    @Path("/cancellation/drop")
    @ResponseStatus(204)
    public Uni<Void> keep(@RestPath UUID tipId) {
        return request.change((session, member) -> alerts.keep(session, member, tipId));
    }
}
