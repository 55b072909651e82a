package org.penah.triage.work;

import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step for the console, without what was noted.
 *
 * @param value whom the tip was assigned to, what it was found to be, or the tip that it was related to; absent if that tip is
 *     gone or not the reader's
 * @param noted whether something was written about it that can be read here
 * @param from the other tip at which it was taken; absent if it was taken at this one
 * @param mentions whom it asks for
 */
record StepView(
        UUID stepId,
        LocalDate day,
        String who,
        StepKind kind,
        @Nullable String value,
        boolean noted,
        @Nullable UUID from,
        List<String> mentions) {}
