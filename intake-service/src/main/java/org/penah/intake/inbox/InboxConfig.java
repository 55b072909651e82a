package org.penah.intake.inbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets how long a visit lasts, and how much of it there may be at once. */
@ConfigMapping(prefix = "penah.inbox")
interface InboxConfig {

    /** From one page to the next. */
    @WithDefault("15m")
    Duration sessionLife();

    /** Each takes some 300 bytes. Beyond it the oldest is dropped, and its source types the receipt again. */
    @WithDefault("50000")
    int mostSessions();
}
