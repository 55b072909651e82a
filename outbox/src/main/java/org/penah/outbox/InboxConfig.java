package org.penah.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets how long an event waits before the inbox tries it again. */
@ConfigMapping(prefix = "penah.inbox")
interface InboxConfig {

    /** How long an event waits before it is tried again; doubled after each try while the database keeps nothing. */
    @WithDefault("500ms")
    Duration pause();

    /** The longest that it waits: an alert may be behind it. */
    @WithDefault("10s")
    Duration longestPause();
}
