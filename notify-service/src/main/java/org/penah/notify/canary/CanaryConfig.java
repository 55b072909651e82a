package org.penah.notify.canary;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets when a synthetic alert goes out. */
@ConfigMapping(prefix = "penah.canary")
interface CanaryConfig {

    /** Long enough for every try of the first minutes, and for a slot of the longest kind. */
    @WithDefault("5m")
    Duration every();

    /** How often we look whether the next one is due. */
    @WithDefault("10s")
    Duration look();
}
