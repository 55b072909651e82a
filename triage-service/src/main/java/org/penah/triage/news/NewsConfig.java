package org.penah.triage.news;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets the stream of news. */
@ConfigMapping(prefix = "penah.news")
interface NewsConfig {

    /** How long one answer stays open; then the browser asks again, and its access is checked again. */
    @WithDefault("5M")
    Duration length();

    /** How often something is sent although nothing happens, so that nobody on the way takes the stream for dead. */
    @WithDefault("20S")
    Duration heartbeat();
}
