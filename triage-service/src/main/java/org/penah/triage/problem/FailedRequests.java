package org.penah.triage.problem;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Answers a request that failed outside the resources, and logs of a fault its class and place, never the request. */
@ApplicationScoped
class FailedRequests {

    private static final Logger LOG = Logger.getLogger(FailedRequests.class);
    /** The sign-in's answer in place of a redirect that a script could not follow. */
    private static final int NO_REDIRECT = 499;

    private final ObjectMapper json;

    FailedRequests(ObjectMapper json) {
        this.json = json;
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).failureHandler(this::answer);
    }

    private void answer(RoutingContext request) {
        @Nullable Throwable fault = request.failure();
        if (request.response().headWritten()) {
            // Half an answer must not look whole.
            request.request().connection().close();
        } else if (fault instanceof ProblemException refusal) {
            answer(request, refusal.problem());
        } else if (fault instanceof AuthenticationFailedException
                && request.response().getStatusCode() == NO_REDIRECT) {
            answer(request, ProblemException.unauthorized().problem());
        } else if (fault instanceof AuthenticationFailedException
                || fault instanceof AuthenticationRedirectException
                || fault instanceof AuthenticationCompletionException) {
            request.next();
        } else {
            answer(request, Problem.of(status(request.statusCode(), fault)));
        }
    }

    private static int status(int wished, @Nullable Throwable fault) {
        if (fault == null && wished > 0) {
            return wished;
        }
        if (fault != null) {
            LOG.errorf("a request failed: %s %s", fault.getClass().getName(), place(fault));
        }
        return 500;
    }

    // Messages may quote what was sent or stored; a class and a line of ours cannot.
    private static String place(Throwable fault) {
        return Arrays.stream(fault.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.penah."))
                .findFirst()
                .map(frame -> "at " + frame)
                .orElse("outside our code");
    }

    private void answer(RoutingContext request, Problem problem) {
        try {
            request.response()
                    .setStatusCode(problem.status())
                    .putHeader("Content-Type", Problem.MEDIA_TYPE)
                    .end(json.writeValueAsString(problem));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a problem is four plain fields", impossible);
        }
    }
}
