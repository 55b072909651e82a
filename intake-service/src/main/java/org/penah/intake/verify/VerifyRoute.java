package org.penah.intake.verify;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.penah.intake.form.Topic;
import org.penah.intake.keys.Keys;
import org.penah.intake.keys.QueueKey;
import org.penah.intake.page.Language;
import org.penah.intake.page.MessagePage;
import org.penah.intake.page.Page;
import org.penah.intake.page.Pages;
import org.penah.intake.routing.FormConfig;
import org.penah.intake.routing.Routing;
import org.penah.intake.verify.VerifyPage.Reader;

/** Shows the keys, even past their day: who checks them must be able to see that. */
@ApplicationScoped
class VerifyRoute {

    private final Keys keys;
    private final Pages pages;
    private final Routing routing;

    VerifyRoute(Keys keys, Pages pages, FormConfig config) {
        this.keys = keys;
        this.pages = pages;
        this.routing = new Routing(config.queues(), config.dangerQueue());
    }

    void serve(@Observes Router router) {
        for (Language language : Language.values()) {
            router.route(language.verify())
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .handler(context -> page(language).sendTo(context.response()));
        }
    }

    private Page page(Language language) {
        return keys.signed()
                .map(signed -> pages.render(
                        200,
                        new VerifyPage(
                                pages.frame(language, Language.VERIFY),
                                signed.root(),
                                signed.manifest(),
                                keys.areOverdue(),
                                readers()),
                        language))
                .orElseGet(() -> pages.notice(language, MessagePage.CLOSED));
    }

    private List<Reader> readers() {
        return new TreeSet<>(routing.all().toList())
                .stream()
                        .map(keys::of)
                        .flatMap(Optional::stream)
                        .map(this::reader)
                        .toList();
    }

    private Reader reader(QueueKey key) {
        List<Topic> topics = routing.queues().entrySet().stream()
                .filter(topic -> topic.getValue().equals(key.queue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return new Reader(key.queue(), key.queue().equals(routing.dangerQueue()), topics);
    }
}
