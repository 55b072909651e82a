package org.penah.triage.retention;

import java.time.LocalDate;
import java.util.UUID;

/** Event {@code org.penah.tip.expired.v1} to intake-service: its time is over and it is gone here, by day. */
record TipExpired(UUID tipId, LocalDate day) {

    static final String TYPE = "org.penah.tip.expired.v1";
}
