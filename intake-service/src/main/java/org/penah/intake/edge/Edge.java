package org.penah.intake.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;
import org.penah.intake.landing.Onion;
import org.penah.intake.page.Language;
import org.penah.intake.page.MessagePage;
import org.penah.intake.page.Pages;

/** Handles every request first, and last. */
@ApplicationScoped
class Edge {

    private static final Logger LOG = Logger.getLogger(Edge.class);
    private static final int BEFORE_ALL_OTHERS = -1_000;
    private static final Set<HttpMethod> ALLOWED = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST);

    private final Pages pages;
    private final Onion onion;
    private final IdentifyingHeaders traces;
    private final Map<String, String> headers;

    Edge(Pages pages, Onion onion, EdgeConfig config) {
        this.pages = pages;
        this.onion = onion;
        this.traces = new IdentifyingHeaders(config.refuseCookies());
        this.headers = Map.of(
                "Content-Security-Policy",
                pages.policy(),
                "Cross-Origin-Opener-Policy",
                "same-origin",
                "Cross-Origin-Embedder-Policy",
                "require-corp",
                "Cross-Origin-Resource-Policy",
                "same-origin",
                // Under no-referrer a browser sends our own form with "Origin: null".
                "Referrer-Policy",
                "same-origin",
                "Permissions-Policy",
                "camera=(), clipboard-read=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
                "Cache-Control",
                "no-store",
                "X-Content-Type-Options",
                "nosniff",
                "X-Frame-Options",
                "DENY",
                "X-DNS-Prefetch-Control",
                "off");
    }

    void guard(@Observes Router router) {
        router.route().order(BEFORE_ALL_OTHERS).handler(this::receive);
        router.route().last().handler(context -> answer(context, MessagePage.MISSING));
        router.route().last().failureHandler(this::failed);
    }

    private void receive(RoutingContext context) {
        MultiMap answered = context.response().headers();
        headers.forEach(answered::set);
        onion.insteadOf(context.request()).ifPresent(location -> answered.set("Onion-Location", location));
        if (!ALLOWED.contains(context.request().method())) {
            answered.set("Allow", "GET, HEAD, POST");
            answer(context, MessagePage.NOT_ALLOWED);
        } else if (traces.in(context.request().headers())) {
            answer(context, MessagePage.TRACED);
        } else if (OtherSite.sent(context.request())) {
            answer(context, MessagePage.FROM_ANOTHER_SITE);
        } else {
            context.next();
        }
    }

    private void failed(RoutingContext context) {
        // The kind alone: a message may quote the request.
        LOG.errorf(
                "a request failed: %s",
                context.failure() == null
                        ? context.statusCode()
                        : context.failure().getClass().getName());
        if (!context.response().ended()) {
            answer(context, MessagePage.BROKEN);
        }
    }

    private void answer(RoutingContext context, MessagePage notice) {
        HttpServerRequest request = context.request();
        Language language = Language.ofPath(request.path())
                .orElseGet(() -> Language.wished(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)));
        pages.notice(language, notice).sendTo(context.response());
    }
}
