package org.penah.intake.mailbox;

import java.util.UUID;

/** Data of {@value #TYPE}, for triage: its source wants it gone. */
record TipErased(UUID tipId) {

    static final String TYPE = "org.penah.tip.erased.v1";
}
