package org.penah.intake.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/** Sets the limits of the edge. */
@ConfigMapping(prefix = "penah.edge")
interface EdgeConfig {

    /** We set none, so a cookie comes from something in between; off only where other services share our host name. */
    @WithDefault("true")
    boolean refuseCookies();

    /** How long the data of finished requests may stay in memory; each collection pauses the service for a tenth of a second. */
    @WithDefault("1m")
    Duration forgetEvery();

    /** The time of day, in UTC, when this process ends so that its supervisor restarts it; never if absent. */
    Optional<LocalTime> endsAt();

    /** Instances take turns within this time after it. */
    @WithDefault("1h")
    Duration endsWithin();
}
