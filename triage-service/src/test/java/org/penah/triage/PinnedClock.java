package org.penah.triage;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** The service's clock in tests; it stands still unless a test moves it. */
@Mock
@ApplicationScoped
public class PinnedClock extends Clock {

    public static final Instant NOW = Instant.parse("2026-11-24T10:03:20Z");

    private static volatile Instant now = NOW;
    private static volatile Duration wrong = Duration.ZERO;

    /** What happens while the clock shows another time. */
    public interface Happening {

        void run() throws Throwable;
    }

    /** Lets something happen at another time, for everything in the service. */
    public static void at(String instant, Happening happening) throws Throwable {
        now = Instant.parse(instant);
        try {
            happening.run();
        } finally {
            now = NOW;
        }
    }

    /** Lets something happen while the clock is wrong by so much: no time passes. */
    public static void wrong(Duration by, Happening happening) throws Throwable {
        wrong = by;
        try {
            happening.run();
        } finally {
            wrong = Duration.ZERO;
        }
    }

    /** How much time has passed since the tests began. */
    static Duration passed() {
        return Duration.between(NOW, now);
    }

    @Override
    public Instant instant() {
        return now.plus(wrong);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.fixed(instant(), zone);
    }
}
