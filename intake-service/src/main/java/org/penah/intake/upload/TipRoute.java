package org.penah.intake.upload;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.penah.intake.form.Sealing;
import org.penah.intake.page.Language;

/** Where the empty form is. */
@ApplicationScoped
class TipRoute {

    private final TipResponses responses;

    TipRoute(TipResponses responses) {
        this.responses = responses;
    }

    void serve(@Observes Router router) {
        for (Language language : Language.values()) {
            form(router, language.form(), language, Sealing.SERVER);
            form(router, language.sealed(), language, Sealing.DEVICE);
        }
    }

    private void form(Router router, String path, Language language, Sealing sealing) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .handler(context -> responses.form(language, sealing).sendTo(context.response()));
    }
}
