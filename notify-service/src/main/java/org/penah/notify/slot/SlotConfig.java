package org.penah.notify.slot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets the rhythm of slots. */
@ConfigMapping(prefix = "penah.slots")
interface SlotConfig {

    /** From one beat to the next: at most 60 s, for an alert waits so long. */
    @WithDefault("10s")
    Duration length();

    /** What the length may not go below; only tests, which compress time, lower it. */
    @WithDefault("5s")
    Duration shortest();
}
