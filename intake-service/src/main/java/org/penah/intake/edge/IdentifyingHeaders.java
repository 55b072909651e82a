package org.penah.intake.edge;

import io.vertx.core.MultiMap;
import java.util.List;

/** Decides whether a request carries what could tell who sent it. */
record IdentifyingHeaders(boolean refuseCookies) {

    /** A proxy in front of us must not identify its clients; if it does, it is set up wrongly and must be noticed. */
    private static final List<String> TELLING = List.of(
            "Authorization",
            "Proxy-Authorization",
            "Forwarded",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Real-IP",
            "Via");

    boolean in(MultiMap headers) {
        return TELLING.stream().anyMatch(headers::contains) || (refuseCookies && headers.contains("Cookie"));
    }
}
