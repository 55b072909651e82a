package org.penah.intake.page;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Sets what every page shows. */
@ConfigMapping(prefix = "penah.page")
interface PageConfig {

    /** Where "leave this page" leads: something that anybody may have open. */
    @WithDefault("https://www.wikipedia.org/")
    String leave();
}
