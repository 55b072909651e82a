package org.penah.intake.upload;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * Ends a connection whose request is refused before it was read to its end.
 *
 * <p>Closing at once would make the kernel answer what is still on its way with a reset, and the browser would show that
 * instead of our page; reading on to the end could mean another gigabyte. So it reads and discards for a while.
 */
public final class LingeringClose {

    private LingeringClose() {}

    /** To be called before the answer, so that the browser sends nothing more on this connection. */
    public static void announce(HttpServerRequest request) {
        if (!request.isEnded()) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    public static void close(HttpServerRequest request, Vertx vertx, Duration longest) {
        if (request.isEnded()) {
            return;
        }
        long timer =
                vertx.setTimer(longest.toMillis(), late -> request.connection().close());
        request.handler(thrownAway -> {});
        request.endHandler(read -> {
            vertx.cancelTimer(timer);
            request.connection().close();
        });
        request.exceptionHandler(gone -> vertx.cancelTimer(timer));
        request.resume();
    }
}
