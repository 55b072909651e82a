package org.penah.partner;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.Supplier;

/** Stands, as much later than its first instant as its test says. */
public final class LaterClock extends Clock {

    private final Instant first;
    private final Supplier<Duration> later;

    public LaterClock(Instant first, Supplier<Duration> later) {
        this.first = first;
        this.later = later;
    }

    @Override
    public Instant instant() {
        return first.plus(later.get());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
