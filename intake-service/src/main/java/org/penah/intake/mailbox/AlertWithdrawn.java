package org.penah.intake.mailbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Tells notify-service, as {@value #TYPE}, what a source withdrew, by the only id that it knows.
 *
 * @param signature the source's own; absent for tips from before there were such
 */
record AlertWithdrawn(
        UUID alertId, Remaining consents, @Nullable String signature) {

    static final String TYPE = "org.penah.alert.withdrawn.v1";
}
