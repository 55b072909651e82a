package org.penah.triage.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** How long a closed tip is kept. */
@ConfigMapping(prefix = "penah.retention")
interface RetentionConfig {

    /** Days after it was closed, for queues that have no number of their own. */
    @WithDefault("90")
    int days();

    /** Days by the name of a queue. */
    Map<String, Integer> queues();

    default int daysOf(String queue) {
        return queues().getOrDefault(queue, days());
    }
}
