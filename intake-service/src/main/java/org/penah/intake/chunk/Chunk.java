package org.penah.intake.chunk;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;
import org.penah.intake.upload.LingeringClose;

/**
 * One request that brings a chunk of a sealed file. It may come on another Vert.x context than the chunks before it, so
 * each is handled on its own context.
 */
final class Chunk {

    static final String OFFSET = "Penah-Offset";

    private final HttpServerRequest request;
    private final long offset;
    private final long length;
    private final Vertx vertx;
    private final Duration linger;
    private final Context context;
    private long seen;

    Chunk(HttpServerRequest request, long offset, long length, Vertx vertx, Duration linger) {
        this.request = request;
        this.offset = offset;
        this.length = length;
        this.vertx = vertx;
        this.linger = linger;
        this.context = vertx.getOrCreateContext();
        request.pause();
    }

    /** Where in the file it begins. */
    long offset() {
        return offset;
    }

    /** Where in the file it ends. */
    long end() {
        return offset + length;
    }

    /**
     * Counts the next bytes of it. To be called on one context only.
     *
     * @param received bytes of the file that are there already
     * @return how many of the counted ones are among them
     */
    int known(long received, int count) {
        long known = Math.max(0, Math.min(count, received - (offset + seen)));
        seen += count;
        return (int) known;
    }

    /** Gives out what comes, on this request's own context. A request that breaks off just ends. */
    void read(Consumer<byte[]> bytes, Runnable end) {
        on(request -> {
            request.handler(buffer -> bytes.accept(buffer.getBytes()));
            request.endHandler(read -> end.run());
            request.exceptionHandler(gone -> {});
            request.resume();
        });
    }

    void pause() {
        on(HttpServerRequest::pause);
    }

    void resume() {
        on(HttpServerRequest::resume);
    }

    /** The chunk has been read. */
    void answer(int status, long next) {
        on(request -> send(request, status, next));
    }

    /** No more of it is wanted. */
    void refuse(int status, long next) {
        on(request -> {
            LingeringClose.announce(request);
            send(request, status, next);
            LingeringClose.close(request, vertx, linger);
        });
    }

    private static void send(HttpServerRequest request, int status, long next) {
        if (!request.response().ended() && !request.response().closed()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader(OFFSET, Long.toString(next))
                    .end(Buffer.buffer());
        }
    }

    private void on(Handler<HttpServerRequest> step) {
        context.runOnContext(now -> step.handle(request));
    }
}
