package org.penah.notify.problem;

import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Makes a problem of what was thrown; what is unknown leaves as a bare 500. */
class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    @ServerExceptionMapper
    public Response refused(WebApplicationException refused) {
        return Problem.response(refused.getResponse().getStatus(), null);
    }

    @ServerExceptionMapper
    public Response unauthorized(UnauthorizedException refused) {
        return Problem.response(401, null);
    }

    @ServerExceptionMapper
    public Response forbidden(ForbiddenException refused) {
        return Problem.response(403, null);
    }

    @ServerExceptionMapper
    public Response unknown(Throwable fault) {
        // Its message might quote what somebody sent.
        LOG.errorf("a request failed: %s", fault.getClass().getName());
        return Problem.response(500, null);
    }
}
