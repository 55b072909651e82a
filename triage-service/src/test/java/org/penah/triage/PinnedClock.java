package org.penah.triage;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The service's clock in tests; it stands still. */
@Mock
@ApplicationScoped
public class PinnedClock extends Clock {

    public static final Instant NOW = Instant.parse("2026-11-24T10:03:20Z");

    @Override
    public Instant instant() {
        return NOW;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(NOW, zone);
    }
}
