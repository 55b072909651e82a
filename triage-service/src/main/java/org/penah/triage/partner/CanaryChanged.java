package org.penah.triage.partner;

import static org.penah.triage.event.Contract.require;
import static org.penah.triage.event.Contract.requireNumber;
import static org.penah.triage.event.Contract.requireTime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells, as event {@code org.penah.canary.changed.v1} from notify-service, whether synthetic alerts come through.
 *
 * @param missed in a row
 * @param alarm so many that real ones may not be going out
 * @param tipHeardAt when a canary tip last went the whole way, on a full five minutes; absent if none has
 */
public record CanaryChanged(
        int revision, int missed, boolean alarm, @Nullable Instant tipHeardAt) {

    static final String TYPE = "org.penah.canary.changed.v1";

    private static final int MOST = 1000;
    private static final int ALARM = 2;

    /** The event cannot be read: somebody must look. */
    static final CanaryChanged UNKNOWN = of(1, ALARM);

    public CanaryChanged {
        requireNumber(revision, "revision");
        require(missed >= 0 && missed <= MOST, "missed is negative or more than are counted");
        require(alarm == missed >= ALARM, "alarm is not what missed says");
        if (tipHeardAt != null) {
            requireTime(tipHeardAt, "tipHeardAt");
        }
    }

    /** The meaning of so many misses. */
    static CanaryChanged of(int revision, int missed) {
        return new CanaryChanged(revision, missed, missed >= ALARM, null);
    }
}
