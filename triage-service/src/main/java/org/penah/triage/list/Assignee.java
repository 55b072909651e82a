package org.penah.triage.list;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The member who works on a tip.
 *
 * @param name a member's
 * @param until when a claim expires, on a full five minutes; absent if the tip was assigned
 */
public record Assignee(String name, @Nullable Instant until) {

    public boolean holdsAt(Instant now) {
        return until == null || until.isAfter(now);
    }
}
