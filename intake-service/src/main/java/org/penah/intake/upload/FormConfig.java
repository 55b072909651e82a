package org.penah.intake.upload;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;
import org.penah.intake.form.Topic;

/** Which topics the form offers, and who reads them. */
@ConfigMapping(prefix = "penah.form")
interface FormConfig {

    /** The queue of each topic; a topic without one is not offered. */
    Map<Topic, String> queues();

    /** The queue of every report of danger, whatever its topic. */
    @WithDefault("threat")
    String dangerQueue();
}
