package org.penah.intake.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Gives days in UTC, regardless of the server's time zone. */
@ApplicationScoped
class UtcClock {

    @Produces
    Clock clock() {
        return Clock.systemUTC();
    }
}
