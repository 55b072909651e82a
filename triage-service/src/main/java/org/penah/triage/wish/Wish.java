package org.penah.triage.wish;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.penah.triage.threat.DueTime;

/**
 * What one member wants and another has not agreed to yet.
 *
 * @param id names it in the journal where that must not say what it is about
 * @param due when it happens unless somebody drops it, no finer than five minutes
 */
public record Wish(@JsonIgnore UUID id, String by, Instant due) {

    private static final Duration WAITS = Duration.ofHours(1);

    public static Wish of(String by, Instant now) {
        return new Wish(UUID.randomUUID(), by, DueTime.roundedUp(now.plus(WAITS)));
    }
}
