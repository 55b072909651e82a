package org.penah.notify.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets how deliveries run. */
@ConfigMapping(prefix = "penah.delivery")
interface EdgeConfig {

    /** How often we look for what is due without being woken. */
    @WithDefault("1s")
    Duration poll();

    /** How many requests one instance has in flight; each is to another partner. */
    @WithDefault("64")
    int inFlight();

    /** How many of these places only the first try of a message may take, to a partner who took the last one. */
    @WithDefault("16")
    int firstTries();

    /** A partner that asks us to wait is heard for one slot at most, for an alert waits so long. */
    @WithDefault("10s")
    Duration longestPause();
}
