package org.penah.intake.mailbox;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Data of {@value #TYPE}, for notify: the same, by the only id that it knows.
 *
 * @param signature the source's own; absent for tips from before there were such
 */
record AlertWithdrawn(
        UUID alertId, Remaining consents, @Nullable String signature) {

    static final String TYPE = "org.penah.alert.withdrawn.v1";
}
