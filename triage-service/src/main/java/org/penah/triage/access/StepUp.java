package org.penah.triage.access;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a member has shown a moment ago that it is really them (OpenID Connect Core, {@code acr} and {@code
 * auth_time}; RFC 9470).
 *
 * <p>Keycloak says the level of a session for as long as the session lasts, so the time is looked at here.
 */
final class StepUp {

    /** The realm's name of the level for dangerous deeds. */
    static final String LEVEL = "stepped-up";

    /** How long it counts: for what somebody is about to do, not for the rest of the day. */
    static final Duration LASTS = Duration.ofMinutes(5);

    private StepUp() {}

    /**
     * Whether it counts still.
     *
     * @param authTime seconds since 1970 at which the member was last asked
     */
    static boolean counts(@Nullable String acr, @Nullable Long authTime, Instant now) {
        return LEVEL.equals(acr)
                && authTime != null
                && now.isBefore(Instant.ofEpochSecond(authTime).plus(LASTS));
    }
}
