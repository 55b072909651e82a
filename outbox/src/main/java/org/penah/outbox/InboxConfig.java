package org.penah.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Sets where the inbox takes events, and how long one waits before it is tried again. */
@ConfigMapping(prefix = "penah.inbox")
interface InboxConfig {

    /** The services whose events it takes, each with the address at the broker that they come from. */
    Map<String, String> from();

    /** How long an event waits before it is tried again; doubled after each try while the database keeps nothing. */
    @WithDefault("500ms")
    Duration pause();

    /** The longest that it waits: an alert may be behind it. */
    @WithDefault("10s")
    Duration longestPause();

    /** For how long no event could come from the broker, before {@code penah_inbox_away} says so. */
    @WithDefault("2m")
    Duration patience();
}
