package org.penah.intake.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/** What the edge refuses. */
@ConfigMapping(prefix = "penah.edge")
interface EdgeConfig {

    /** We set none, so a cookie comes from something in between; off only where other services share our host name. */
    @WithDefault("true")
    boolean refuseCookies();

    /** How long the memory of what is over may stay; each time the service stands still for a tenth of a second. */
    @WithDefault("1m")
    Duration forgetEvery();

    /** When, each day in UTC, this process ends to be started again by whoever runs it; never, if it is not said. */
    Optional<LocalTime> endsAt();

    /** Instances take turns within this time after it. */
    @WithDefault("1h")
    Duration endsWithin();
}
