package org.penah.intake.inbox;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.penah.intake.flood.Flood;
import org.penah.intake.page.Language;
import org.penah.intake.page.Page;

/** Serves the inbox: a GET asks for the receipt, a POST does everything else. */
@ApplicationScoped
class InboxRoute {

    /** A circuit may stall for a minute; beyond two, a body of a few hundred bytes is not coming. */
    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final InboxPages pages;
    private final InboxHandler desk;
    private final Flood flood;
    private final Vertx vertx;

    InboxRoute(InboxPages pages, InboxHandler desk, Flood flood, Vertx vertx) {
        this.pages = pages;
        this.desk = desk;
        this.flood = flood;
        this.vertx = vertx;
    }

    void serve(@Observes Router router) {
        for (Language language : Language.values()) {
            router.route(language.inbox())
                    .method(HttpMethod.GET)
                    .method(HttpMethod.HEAD)
                    .handler(context -> pages.ask(language).sendTo(context.response()));
            router.post(language.inbox()).handler(context -> read(context.request(), language));
        }
    }

    /** In memory, and no more of it than a form of ours can have. */
    private void read(HttpServerRequest request, Language language) {
        Buffer body = Buffer.buffer();
        long timer =
                vertx.setTimer(LONGEST.toMillis(), late -> request.connection().close());
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.handler(piece -> {
            if (body.length() + piece.length() > SmallForm.LONGEST) {
                vertx.cancelTimer(timer);
                request.handler(thrownAway -> {});
                request.endHandler(read -> {});
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                pages.ask(language, InboxError.UNREADABLE, "").sendTo(request.response());
            } else {
                body.appendBuffer(piece);
                wipe(piece);
            }
        });
        request.endHandler(read -> {
            vertx.cancelTimer(timer);
            answer(request, body, language);
        });
    }

    private void answer(HttpServerRequest request, Buffer body, Language language) {
        Context context = vertx.getOrCreateContext();
        Optional<SmallForm> sent =
                SmallForm.parse(request.getHeader(HttpHeaders.CONTENT_TYPE), body.toString(StandardCharsets.US_ASCII));
        wipe(body);
        sent.ifPresentOrElse(
                form -> desk.answer(form, language, () -> flood.mayTryReceipt(request.connection()))
                        .emitOn(task -> context.runOnContext(ignored -> task.run()))
                        .subscribe()
                        .with(page -> send(page, request)),
                () -> send(pages.ask(language, InboxError.UNREADABLE, ""), request));
    }

    private static void wipe(Buffer bytes) {
        bytes.setBytes(0, new byte[bytes.length()]);
    }

    private static void send(Page page, HttpServerRequest request) {
        if (!request.response().closed()) {
            page.sendTo(request.response());
        }
    }
}
