package org.penah.notify.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A report of danger waits at the desk, which tells its own staff, {@value #TYPE} on {@code penah.triage.notify}; or it waits no more.
 *
 * @param alertId a random number for this purpose alone; that of no tip and of no other alert
 * @param over true once it waits no more; null before
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StaffCalled(UUID alertId, @Nullable Boolean over) {

    public static final String TYPE = "org.penah.staff.called.v1";

    public StaffCalled {
        Valid.randomId(alertId);
        Valid.require(over == null || over, "what is not over does not say so");
    }

    /**
     * The id of the alert that calls them. It is no random one: no event can name it, so that a call under the id of somebody's alert
     * takes nothing from that.
     */
    public UUID ownId() {
        return UUID.nameUUIDFromBytes(alertId.toString().getBytes(UTF_8));
    }
}
