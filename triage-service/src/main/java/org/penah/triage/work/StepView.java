package org.penah.triage.work;

import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step for the console, without what was noted.
 *
 * @param value whom the tip was assigned to, or what it was found to be
 * @param noted whether something was written about it
 */
record StepView(
        UUID stepId,
        LocalDate day,
        String who,
        Kind kind,
        @Nullable String value,
        boolean noted) {}
