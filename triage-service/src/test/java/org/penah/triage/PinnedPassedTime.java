package org.penah.triage;

import io.quarkus.test.Mock;
import jakarta.enterprise.context.ApplicationScoped;
import org.penah.triage.clock.PassedTime;

/** Time passes in tests as {@link PinnedClock} says, but for what somebody sets that clock to. */
@Mock
@ApplicationScoped
public class PinnedPassedTime implements PassedTime {

    @Override
    public long nanos() {
        return PinnedClock.passed().toNanos();
    }
}
