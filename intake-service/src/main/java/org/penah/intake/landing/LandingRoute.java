package org.penah.intake.landing;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.penah.intake.page.Language;
import org.penah.intake.page.MessagePage;
import org.penah.intake.page.Page;
import org.penah.intake.page.PageLayout;
import org.penah.intake.page.Pages;

/** The first addresses that somebody may type. */
@ApplicationScoped
class LandingRoute {

    /** The landing page has no place behind its language. */
    private static final String HOME = "";

    private final Pages pages;
    private final Onion onion;

    LandingRoute(Pages pages, Onion onion) {
        this.pages = pages;
        this.onion = onion;
    }

    void serve(@Observes Router router) {
        get(router, "/").handler(LandingRoute::choose);
        for (Language language : Language.values()) {
            get(router, language.home()).handler(context -> welcome(context, language));
            get(router, language.safety()).handler(context -> safety(language).sendTo(context.response()));
            get(router, language.about()).handler(context -> about(language).sendTo(context.response()));
            // Vert.x lets a path without its last slash match both ways, so it comes after the one with it.
            get(router, "/" + language.tag()).handler(context -> lead(context, language));
        }
    }

    /** A guess for this one request: nothing remembers it, and every page offers the other languages. */
    private static void choose(RoutingContext context) {
        context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_LANGUAGE);
        lead(context, Language.wished(context.request().getHeader(HttpHeaders.ACCEPT_LANGUAGE)));
    }

    /** Without a body: the page that follows at once has the size of every page. */
    private static void lead(RoutingContext context, Language language) {
        context.response()
                .setStatusCode(303)
                .putHeader(HttpHeaders.LOCATION, language.home())
                .end();
    }

    private void welcome(RoutingContext context, Language language) {
        LandingPage page = new LandingPage(
                pages.frame(language, HOME),
                onion.isUsedBy(context.request()),
                onion.address().orElse(null));
        pages.render(200, page, language).sendTo(context.response());
    }

    private Page safety(Language language) {
        return pages.render(200, new SafetyPage(pages.frame(language, Language.SAFETY)), language);
    }

    private Page about(Language language) {
        PageLayout frame = pages.frame(language, Language.ABOUT);
        return frame.words() == null
                ? pages.notice(language, MessagePage.MISSING)
                : pages.render(200, new AboutPage(frame), language);
    }

    private static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }
}
