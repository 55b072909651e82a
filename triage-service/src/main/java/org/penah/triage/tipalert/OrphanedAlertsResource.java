package org.penah.triage.tipalert;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.UUID;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.penah.triage.access.MemberRequest;

/** Takes the desk's word about an alert of which no tip is here that anybody can open; {@code /api/alarms} lists them. */
@Path("/api/orphaned-alerts/{alertId}/end")
class OrphanedAlertsResource {

    private final MemberRequest request;
    private final OrphanedAlerts alerts;

    OrphanedAlertsResource(MemberRequest request, OrphanedAlerts alerts) {
        this.request = request;
        this.alerts = alerts;
    }

    /** The first request starts an hour; the second ends it. */
    @POST
    @ResponseStatus(202)
    public Uni<Void> end(@RestPath UUID alertId) {
        return request.change((session, member) -> alerts.ask(session, member, alertId));
    }

    /** Somebody keeps the alert that is to end, or thinks again. */
    @POST
    @Path("/drop")
    @ResponseStatus(204)
    public Uni<Void> keep(@RestPath UUID alertId) {
        return request.change((session, member) -> alerts.keep(session, member, alertId));
    }
}
