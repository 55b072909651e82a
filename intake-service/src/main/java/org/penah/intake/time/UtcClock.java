package org.penah.intake.time;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** Days are those of UTC, wherever a server stands. */
@ApplicationScoped
class UtcClock {

    @Produces
    Clock clock() {
        return Clock.systemUTC();
    }
}
