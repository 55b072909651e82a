package org.penah.intake.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is ready to be sent.
 *
 * @param status of HTTP
 * @param html in UTF-8, padded to one of two sizes
 * @param policy the content policy, or null for that of every answer
 */
public record Page(int status, Buffer html, @Nullable String policy) {

    /** So that form, answer and refusal look alike to an observer who counts bytes. */
    static final int SIZE = 48 * 1024;

    /**
     * For a page that returns a long text: room for the longest that a form takes, in any script. One size, so that an
     * observer learns only that a long text was rejected; its upload had already revealed its length.
     */
    static final int LONG_SIZE = 192 * 1024;

    static Page of(int status, String html) {
        Buffer page = Buffer.buffer(html);
        int size = page.length() <= SIZE ? SIZE : LONG_SIZE * ((page.length() + LONG_SIZE - 1) / LONG_SIZE);
        return new Page(status, page.appendString(" ".repeat(size - page.length())), null);
    }

    Page with(String contentPolicy) {
        return new Page(status, html, contentPolicy);
    }

    /** Sends it as the whole answer. */
    public void sendTo(HttpServerResponse response) {
        if (policy != null) {
            response.putHeader("Content-Security-Policy", policy);
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .end(html);
    }

    /** Hides what a page may give back of the source's words. */
    @Override
    public String toString() {
        return "Page[" + status + ", " + html.length() + " bytes]";
    }
}
