package org.penah.notify.egress;

import io.netty.handler.codec.DateFormatter;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Reads how long a partner's server asks us to wait (RFC 9110 section 10.2.3). */
final class RetryAfter {

    private static final String SECONDS = "[0-9]{1,6}";

    private RetryAfter() {}

    /** Zero if it does not ask, or in a way that there is not. */
    static Duration of(Reply reply, Instant now) {
        String asked = reply.headers().get("retry-after");
        if (asked == null || (reply.status() != 429 && reply.status() != 503)) {
            return Duration.ZERO;
        }
        if (asked.matches(SECONDS)) {
            return Duration.ofSeconds(Long.parseLong(asked));
        }
        Date until = DateFormatter.parseHttpDate(asked);
        return until == null || !until.toInstant().isAfter(now)
                ? Duration.ZERO
                : Duration.between(now, until.toInstant());
    }
}
