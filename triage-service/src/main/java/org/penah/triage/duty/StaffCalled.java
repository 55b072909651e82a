package org.penah.triage.duty;

import static org.penah.triage.event.Contract.require;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells notify-service, as event {@code org.penah.staff.called.v1}, that a report of danger waits at the desk, or waits no
 * more.
 *
 * @param alertId a random number for this purpose alone
 * @param over true once it waits no more; absent before
 */
record StaffCalled(UUID alertId, @Nullable Boolean over) {

    static final String TYPE = "org.penah.staff.called.v1";

    StaffCalled {
        require(alertId != null, "alertId is missing");
        require(over == null || over, "over is false");
    }
}
