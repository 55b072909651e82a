package org.penah.notify.acknowledgement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Sets how requests for details are answered. */
@ConfigMapping(prefix = "penah.details-answers")
interface DetailsConfig {

    /** When an answer leaves, after its request has come: longer than anything takes that we look up or write down. */
    @WithDefault("2s")
    Duration after();
}
