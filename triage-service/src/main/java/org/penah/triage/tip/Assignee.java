package org.penah.triage.tip;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who works at a tip.
 *
 * @param name a member's
 * @param until when a claim ends by itself, on a full five minutes; absent if the tip was assigned
 */
public record Assignee(String name, @Nullable Instant until) {

    public boolean holdsAt(Instant now) {
        return until == null || until.isAfter(now);
    }
}
