package org.penah.triage.work;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A step that somebody wants to take.
 *
 * @param stepId chosen by the browser, so that asking again does nothing twice
 * @param note sealed to the tip's queue, in base64
 * @param sealedTo the epoch to which the note is, if it says so; not where it is moved
 * @param mentions members whom the note asks for
 * @param header that opens the tip for another queue; only where it is moved there, in base64
 */
record StepRequest(
        UUID stepId,
        StepKind kind,
        @Nullable String value,
        @Nullable String note,
        @Nullable String sealedTo,
        List<String> mentions,
        @Nullable String header) {

    /** The value, or nothing. */
    String named() {
        return value == null ? "" : value;
    }
}
