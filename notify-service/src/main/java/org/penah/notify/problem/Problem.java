package org.penah.notify.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * Tells a client of an error (RFC 9457).
 *
 * @param type always {@code about:blank}: the status says what kind it is
 * @param detail a sentence of ours, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type, String title, int status, @Nullable String detail) {

    private static final MediaType JSON = MediaType.valueOf("application/problem+json");

    /** The whole response. */
    public static Response response(int status, @Nullable String detail) {
        Response.Status known = Response.Status.fromStatusCode(status);
        String title = known == null ? "Error" : known.getReasonPhrase();
        return Response.status(status)
                .type(JSON)
                .entity(new Problem("about:blank", title, status, detail))
                .build();
    }
}
