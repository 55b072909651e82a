package org.penah.intake.script;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Arrays;
import java.util.Optional;

/** Serves the script, to the page, which starts the same bytes as its Worker. */
@ApplicationScoped
class ScriptRoute {

    private final FormScript script;

    ScriptRoute(FormScript script) {
        this.script = script;
    }

    void serve(@Observes Router router) {
        router.route(FormScript.PATH)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(this::answer);
    }

    private void answer(RoutingContext context) {
        // Every browser of the last twenty years says so; through a slow circuit the script comes in less than half the
        // time.
        boolean gzip = context.request().headers().getAll("Accept-Encoding").stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .anyMatch(coding -> coding.strip().equalsIgnoreCase("gzip"));
        Optional<Buffer> bytes = script.bytes(gzip);
        if (bytes.isEmpty()) {
            context.next();
            return;
        }
        if (gzip) {
            context.response().putHeader("Content-Encoding", "gzip");
        }
        context.response()
                .putHeader("Vary", "Accept-Encoding")
                .putHeader("Content-Type", "text/javascript; charset=utf-8")
                .end(bytes.get());
    }
}
