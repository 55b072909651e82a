package org.penah.intake.keys;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.penah.intake.keys.Keys.Signed;
import org.penah.sealing.manifest.OperatorWords;

/** Serves the manifest and the operator's words, byte for byte as they were signed, so that anybody can check them. */
@ApplicationScoped
class KeysRoute {

    private static final String PATH = "/.well-known/penah/keys.json";

    private static final String TEXT = "text/plain; charset=utf-8";

    private final Keys keys;

    KeysRoute(Keys keys) {
        this.keys = keys;
    }

    void serve(@Observes Router router) {
        get(router, PATH).handler(context -> answer(context, keys.signed().map(Signed::json), "application/json"));
        get(router, PATH + ".minisig")
                .handler(context -> answer(context, keys.signed().map(Signed::signature), TEXT));
        for (String language : OperatorWords.LANGUAGES) {
            get(router, "/" + language + "/words.txt")
                    .handler(context -> answer(
                            context,
                            keys.words(language).map(OperatorWords::file).map(Buffer::buffer),
                            TEXT));
        }
    }

    private static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private static void answer(RoutingContext context, Optional<Buffer> bytes, String type) {
        if (bytes.isEmpty()) {
            context.next();
            return;
        }
        context.response().putHeader("Content-Type", type).end(bytes.get());
    }
}
