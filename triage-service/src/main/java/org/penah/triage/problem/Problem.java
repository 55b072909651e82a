package org.penah.triage.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client of a problem ({@code application/problem+json}, RFC 9457); it names kinds and never quotes the request.
 *
 * @param type {@code /problems/…}, or {@code about:blank} where the status says it all
 * @param detail what a member of staff can do about it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type, String title, int status, @Nullable String detail) {

    /** The media type of a problem. */
    public static final String MEDIA_TYPE = "application/problem+json";

    /** A problem that needs no more words than its status has. */
    static Problem of(int status) {
        return new Problem("about:blank", HttpResponseStatus.valueOf(status).reasonPhrase(), status, null);
    }
}
