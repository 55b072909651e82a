package org.penah.triage.pending;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.penah.triage.threat.DueTime;

/**
 * One member's request to which no second has agreed yet.
 *
 * @param id names it in the journal where that must not say what it is about
 * @param due when it happens unless somebody drops it, no finer than five minutes
 */
public record PendingDeed(@JsonIgnore UUID id, String by, Instant due) {

    private static final Duration WAITS = Duration.ofHours(1);

    public static PendingDeed of(String by, Instant now) {
        return new PendingDeed(UUID.randomUUID(), by, DueTime.roundedUp(now.plus(WAITS)));
    }
}
