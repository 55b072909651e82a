package org.penah.triage.list;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The member who works on a tip.
 *
 * @param name a member's
 * @param until when their hold expires, on a full five minutes; absent if an old version gave it to them
 */
public record Assignee(String name, @Nullable Instant until) {

    public boolean holdsAt(Instant now) {
        return until == null || until.isAfter(now);
    }
}
