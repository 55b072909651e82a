package org.penah.intake.edge;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a page of another site made a browser send a form.
 *
 * <p>Such a form could bring a receipt that its author knows, and the source would then write into a mailbox that
 * somebody else reads. No page can change the origin of a form that a browser sends ({@code Sec-Fetch-Site}, W3C Fetch
 * Metadata; {@code Origin}, RFC 6454). Another program sends neither, and has no source to deceive.
 */
final class OtherSite {

    private OtherSite() {}

    static boolean sent(HttpServerRequest request) {
        return request.method().equals(HttpMethod.POST)
                && sent(
                        request.getHeader("Sec-Fetch-Site"),
                        request.getHeader(HttpHeaders.ORIGIN),
                        request.getHeader(HttpHeaders.HOST));
    }

    static boolean sent(@Nullable String site, @Nullable String origin, @Nullable String host) {
        if (site != null) {
            return !site.equals("same-origin");
        }
        return origin != null && !authority(origin).equals(host);
    }

    /** The empty text for {@code null}, which a browser sends to hide the origin. */
    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
