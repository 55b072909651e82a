package org.penah.intake.page;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * One answer, ready to be sent.
 *
 * @param status of HTTP
 * @param html in UTF-8, padded to a multiple of {@value #STEP} bytes
 */
public record Page(int status, Buffer html) {

    /** So that form, answer and refusal look alike to whoever counts bytes on the way. */
    static final int STEP = 32 * 1024;

    static Page of(int status, String html) {
        Buffer page = Buffer.buffer(html);
        int missing = STEP - page.length() % STEP;
        return new Page(status, page.appendString(" ".repeat(missing % STEP)));
    }

    /** Sends it as the whole answer. */
    public void sendTo(HttpServerResponse response) {
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
