package org.penah.notify.partner;

import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Says whom a partner can help, and when.
 *
 * @param regions UN M49 codes; empty for everywhere
 * @param hours null for always
 */
public record Coverage(
        Set<String> languages,
        Set<String> regions,
        @Nullable OnCall hours) {

    /** Whether somebody there can act now on an alert in one of these languages and from this region, if it says. */
    public boolean holds(Collection<String> spoken, @Nullable String region, Instant now) {
        boolean isSpoken = spoken.stream().anyMatch(languages::contains);
        boolean isNear = region == null || regions.isEmpty() || regions.contains(region);
        return isSpoken && isNear && isOnCall(now);
    }

    /** Whether somebody there is on call now. */
    public boolean isOnCall(Instant now) {
        return hours == null || hours.isOpen(now);
    }
}
