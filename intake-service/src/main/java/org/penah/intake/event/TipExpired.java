package org.penah.intake.event;

import java.time.LocalDate;
import java.util.UUID;

/** Tells, as {@value #TYPE} from triage, that the time of a tip is over, and that it is gone there, by day. */
record TipExpired(UUID tipId, LocalDate day) {

    static final String TYPE = "org.penah.tip.expired.v1";

    TipExpired {
        if (tipId == null) {
            throw new IllegalArgumentException("the end of a tip lacks a field");
        }
        Valid.day(day);
    }
}
