package org.penah.intake.landing;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.penah.intake.page.Language;

/** The first addresses that somebody may type. */
@ApplicationScoped
class LandingRoute {

    void serve(@Observes Router router) {
        get(router, "/").handler(LandingRoute::choose);
        for (Language language : Language.values()) {
            get(router, "/" + language.tag()).handler(context -> lead(context, language.home()));
            get(router, language.home()).handler(context -> lead(context, language.form()));
        }
    }

    /** A guess for this one request: nothing remembers it, and every page offers the other languages. */
    private static void choose(RoutingContext context) {
        context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        lead(
                context,
                Language.wished(context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE))
                        .home());
    }

    /** Without a body: the page that follows at once has the size of every page. */
    private static void lead(RoutingContext context, String path) {
        context.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, path)
                .end();
    }

    private static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }
}
