package org.penah.triage.retention;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Map;

/** Sets how long a closed tip is kept. */
@ConfigMapping(prefix = "penah.retention")
interface RetentionConfig {

    /** Days after it was closed, for queues without their own number. */
    @WithDefault("90")
    int days();

    /** Days by the name of a queue. */
    Map<String, Integer> queues();

    /**
     * Days that an epoch without tips rests after sources were given the next, before a timer destroys it. By default as
     * long as a manifest that does not know the next one can be valid, its 14 days of grace included: until then a source may bring a
     * file that they sealed to it themselves.
     */
    @WithDefault("104")
    int epochRestDays();

    default int daysOf(String queue) {
        return queues().getOrDefault(queue, days());
    }
}
