package org.penah.intake.event;

import java.time.LocalDate;
import java.util.UUID;

/** Tells, as {@value #TYPE} from triage, that two of staff have raised an alert that the source had not allowed, by day. */
record TipAlerted(UUID tipId, UUID alertId, LocalDate day) {

    static final String TYPE = "org.penah.tip.alerted.v1";

    TipAlerted {
        if (tipId == null || alertId == null) {
            throw new IllegalArgumentException("the alert about a tip lacks a field");
        }
        Valid.day(day);
    }
}
