package org.penah.triage.tip;

import java.time.LocalDate;
import java.util.UUID;

/**
 * Tells intake-service, as event {@code org.penah.tip.alerted.v1}, that two of staff have raised an alert that the source
 * had not allowed; the source may see it, by day.
 */
public record TipAlerted(UUID tipId, UUID alertId, LocalDate day) {

    public static final String TYPE = "org.penah.tip.alerted.v1";
}
