package org.penah.intake.flood;

import io.quarkus.qute.TemplateInstance;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.penah.intake.page.Language;
import org.penah.intake.page.Page;
import org.penah.intake.page.PageLayout;
import org.penah.intake.page.Pages;

/**
 * Runs behind the edge and in front of every page.
 *
 * <p>A request for a page gets a page that reloads. A form was typed, perhaps in fear, and must not be lost: it is
 * held, unread, so that the network slows its sender, and then accepted.
 */
@ApplicationScoped
class RateLimitFilter {

    private static final int BEHIND_THE_EDGE = -900;
    private static final String SECONDS = "15";

    record WaitingPage(PageLayout frame) implements TemplateInstance {}

    private final Flood flood;
    private final Pages pages;
    /** Rendered once: an answer under load must cost nothing. */
    private final Map<Language, Page> waiting = new ConcurrentHashMap<>();

    RateLimitFilter(Flood flood, Pages pages) {
        this.flood = flood;
        this.pages = pages;
    }

    void guard(@Observes Router router) {
        router.route().order(BEHIND_THE_EDGE).handler(this::admit);
    }

    private void admit(RoutingContext context) {
        if (flood.mayAsk(context.request().connection())) {
            context.next();
        } else if (context.request().method().equals(HttpMethod.POST)) {
            flood.hold(() -> {
                if (!context.response().closed()) {
                    context.next();
                }
            });
        } else {
            wait(context);
        }
    }

    private void wait(RoutingContext context) {
        HttpServerRequest request = context.request();
        Language language = Language.ofPath(request.path())
                .orElseGet(() -> Language.wished(request.getHeader(HttpHeaders.ACCEPT_LANGUAGE)));
        // The header of old that every browser still obeys, as it does <meta http-equiv>; without a script.
        context.response().putHeader("Refresh", SECONDS).putHeader(HttpHeaders.RETRY_AFTER, SECONDS);
        waiting.computeIfAbsent(language, this::render).sendTo(context.response());
    }

    private Page render(Language language) {
        return pages.render(503, new WaitingPage(pages.frame(language, "")), language);
    }
}
