package org.penah.triage.access;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Keeps a session while Keycloak asks once more, until the new one takes its place.
 *
 * <p>Without it the session would end at the first step, and the desk that waits behind would lock its key; and with the old
 * session at hand the OpenID Connect extension would not look at what Keycloak sends back.
 */
@ApplicationScoped
class SessionDuringStepUp {

    private static final String SESSION_COOKIES = "q_session";
    private static final int BEFORE_AUTHENTICATION = 400;

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    if (request.normalizedPath().equals("/signed-in")
                            && request.request().getParam("state") != null) {
                        hide(request);
                    }
                    request.next();
                },
                BEFORE_AUTHENTICATION);
    }

    /** On the way back the new session is made as if there were none. */
    private static void hide(RoutingContext request) {
        String cookies = request.request().headers().get(HttpHeaders.COOKIE);
        if (cookies != null) {
            String others = Arrays.stream(cookies.split("; *"))
                    .filter(cookie -> !cookie.startsWith(SESSION_COOKIES))
                    .collect(Collectors.joining("; "));
            request.request().headers().set(HttpHeaders.COOKIE, others);
        }
    }

    /** On the way there the browser is not told to forget the session. */
    static void keep(RoutingContext request) {
        request.addHeadersEndHandler(end -> {
            List<String> sessions = request.request().cookies().stream()
                    .map(Cookie::getName)
                    .filter(name -> name.startsWith(SESSION_COOKIES))
                    .toList();
            sessions.forEach(name -> request.response().removeCookie(name, false));
        });
    }
}
