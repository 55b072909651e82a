package org.penah.triage.clock;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Says in each answer what time the service has (RFC 9110, section 6.6.1), so that the time left on a desk does not
 * depend on that desk's own clock.
 */
@ApplicationScoped
class DateHeader {

    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int BEFORE_ALL_ROUTES = 500;

    private final Clock clock;

    DateHeader(Clock clock) {
        this.clock = clock;
    }

    void register(@Observes Filters filters) {
        filters.register(
                request -> {
                    request.response().putHeader("Date", value(clock.instant()));
                    request.next();
                },
                BEFORE_ALL_ROUTES);
    }

    static String value(Instant now) {
        return IMF_FIXDATE.format(now);
    }
}
