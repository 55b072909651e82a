package org.penah.intake.script;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;

/** Serves the script, to the page and to the Worker that is the same file: its answer's own policy leaves it no network. */
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
        Optional<Buffer> bytes = script.bytes();
        if (bytes.isEmpty()) {
            context.next();
            return;
        }
        context.response()
                .putHeader("Content-Type", "text/javascript; charset=utf-8")
                .end(bytes.get());
    }
}
