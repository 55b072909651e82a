package org.penah.intake.mailbox;

import java.util.UUID;

/** Data of {@value #TYPE}, for triage: what it may still do with a tip. */
record ConsentWithdrawn(UUID tipId, Remaining consents) {

    static final String TYPE = "org.penah.consent.withdrawn.v1";
}
