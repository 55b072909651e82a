package org.penah.notify.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells the desk whether alerts pass through our own channel, {@value #TYPE} on {@code penah.notify.triage}.
 *
 * @param revision grows with each change, so that the desk can drop what comes late
 * @param missed how many synthetic alerts in a row were not taken
 * @param alarm two or more were missed: alerts may not be going out
 * @param tipHeardAt when a canary tip last went the whole way, rounded to 5 minutes; null if none has
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CanaryChanged(
        int revision, int missed, boolean alarm, @Nullable Instant tipHeardAt) {

    public static final String TYPE = "org.penah.canary.changed.v1";

    /** More say nothing new. */
    public static final int MOST = 1000;

    private static final int ALARM = 2;

    public CanaryChanged {
        Valid.number(revision);
        Valid.require(missed >= 0 && missed <= MOST, "the missed are negative, or more than are counted");
        Valid.require(alarm == missed >= ALARM, "the alarm is not what the missed say");
        if (tipHeardAt != null) {
            Valid.coarse(tipHeardAt);
        }
    }

    /** What so many misses mean. */
    public static CanaryChanged of(int revision, int missed, @Nullable Instant tipHeardAt) {
        return new CanaryChanged(revision, missed, missed >= ALARM, tipHeardAt);
    }
}
