package org.penah.notify.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Sets when many alerts are a flood. */
@ConfigMapping(prefix = "penah.flood")
interface FloodConfig {

    /** So many alerts that nobody has confirmed or answered one partner reads one by one; more are folded. */
    @WithDefault("5")
    int bound();
}
