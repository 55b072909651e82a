package org.penah.triage.partner;

import static org.penah.triage.event.Contract.require;

/**
 * Event {@code org.penah.canary.changed.v1} from notify-service: whether synthetic alerts come through.
 *
 * @param missed in a row
 * @param alarm so many that real ones may not be going out
 */
public record CanaryChanged(int revision, int missed, boolean alarm) {

    public CanaryChanged {
        require(revision >= 1, "revision is less than 1");
        require(missed >= 0, "missed is negative");
    }
}
