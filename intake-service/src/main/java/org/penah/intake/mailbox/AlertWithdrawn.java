package org.penah.intake.mailbox;

import java.util.UUID;

/** Data of {@value #TYPE}, for notify: the same, by the only id that it knows. */
record AlertWithdrawn(UUID alertId, Remaining consents) {

    static final String TYPE = "org.penah.alert.withdrawn.v1";
}
