package org.penah.notify.event;

import java.util.UUID;

/**
 * A source withdrew a consent, {@value #TYPE} on {@code penah.alerts}; it may come before the alert itself.
 *
 * @param consents what the source still allows
 */
public record AlertWithdrawn(UUID alertId, Left consents) {

    public static final String TYPE = "org.penah.alert.withdrawn.v1";

    /**
     * What is left.
     *
     * @param alert whether partners may know of the danger at all
     * @param details whether staff may hand over more than the alert says
     */
    public record Left(boolean alert, boolean details) {}

    public AlertWithdrawn {
        Valid.randomId(alertId);
        Valid.require(consents != null, "the withdrawal has no consents");
        Valid.require(!(consents.alert() && consents.details()), "nothing was withdrawn");
    }
}
