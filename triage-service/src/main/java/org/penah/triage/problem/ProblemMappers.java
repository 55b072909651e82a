package org.penah.triage.problem;

import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Gives a resource's refusal its body; passes unexpected failures to {@link FailedRequests}. */
class ProblemMappers {

    @ServerExceptionMapper
    Response refused(ProblemException refusal) {
        return answer(refusal.problem());
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException refusal) {
        return answer(Problem.of(refusal.getResponse().getStatus()));
    }

    // The framework's own answer would quote the request.
    @ServerExceptionMapper
    Response refused(MismatchedInputException unreadable) {
        return answer(Problem.of(400));
    }

    private static Response answer(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
