package org.penah.triage.retention;

import java.time.LocalDate;
import java.util.UUID;

/** Tells intake-service, as event {@code org.penah.tip.expired.v1}, that a tip's time is over and that it is gone here, by day. */
record TipExpired(UUID tipId, LocalDate day) {

    static final String TYPE = "org.penah.tip.expired.v1";
}
