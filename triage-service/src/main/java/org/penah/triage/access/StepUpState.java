package org.penah.triage.access;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Says whether Keycloak has asked lately who it is; the desk asks this until it has. */
@Path("/api/step-up")
class StepUpState {

    @GET
    public void counts() {
        // Access has decided.
    }
}
