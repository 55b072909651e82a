package org.penah.intake.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the edge refuses. */
@ConfigMapping(prefix = "penah.edge")
interface EdgeConfig {

    /** We set none, so a cookie comes from something in between; off only where other services share our host name. */
    @WithDefault("true")
    boolean refuseCookies();
}
