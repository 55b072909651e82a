package org.penah.intake.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * One answer, ready to be sent.
 *
 * @param status of HTTP
 * @param html in UTF-8, padded to one of two sizes
 * @param policy the content policy, or null for that of every answer
 */
public record Page(int status, Buffer html, @Nullable String policy) {

    /** So that form, answer and refusal look alike to whoever counts bytes on the way. */
    static final int SIZE = 32 * 1024;

    /**
     * For a page that gives back a long text: room for the longest that a form takes, whatever its letters. One size, so
     * that an observer learns no more than that a long text was not taken; how long it was, its sending has told.
     */
    static final int LONG_SIZE = 160 * 1024;

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
