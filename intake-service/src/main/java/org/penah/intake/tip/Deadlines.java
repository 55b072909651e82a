package org.penah.intake.tip;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.penah.intake.form.Threat;
import org.penah.intake.form.Urgency;

/**
 * Computes when staff must have looked at a report of danger.
 *
 * @param hours after its arrival, if something could happen within hours
 * @param days the same, if within days
 */
record Deadlines(Duration hours, Duration days) {

    /** So coarse that a due time does not tell which minute a source was online. */
    private static final long STEP_SECONDS = 300;

    Optional<Instant> dueBy(Threat threat, Instant now) {
        if (!threat.exists()) {
            return Optional.empty();
        }
        Instant due = now.plus(threat.when() == Urgency.HOURS ? hours : days);
        long steps = Math.floorDiv(due.minusNanos(1).getEpochSecond(), STEP_SECONDS) + 1;
        return Optional.of(Instant.ofEpochSecond(steps * STEP_SECONDS));
    }
}
