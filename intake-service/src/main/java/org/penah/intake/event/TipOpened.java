package org.penah.intake.event;

import java.time.LocalDate;
import java.util.UUID;

/** Tells, as {@value #TYPE} from triage, that staff have opened a tip for the first time, by day. */
record TipOpened(UUID tipId, LocalDate day) {

    static final String TYPE = "org.penah.tip.opened.v1";

    TipOpened {
        if (tipId == null) {
            throw new IllegalArgumentException("the opening of a tip lacks a field");
        }
        Valid.day(day);
    }
}
