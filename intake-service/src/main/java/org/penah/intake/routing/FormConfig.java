package org.penah.intake.routing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.penah.intake.form.Topic;

/** Sets which topics the form offers, and who reads them. */
@ConfigMapping(prefix = "penah.form")
public interface FormConfig {

    /** The queue of each topic; a topic without one is not offered. */
    Map<Topic, String> queues();

    /** The queue of every report of danger, on any topic. */
    @WithDefault("threat")
    String dangerQueue();

    /** Signs the forms' tokens. Instances that share an address need the same one; without one, each start makes its own. */
    Optional<FormSecret> secret();

    /** No person fills in the form faster than this. */
    @WithDefault("3s")
    Duration minimumAge();

    /** For how long after it was served a form may begin to be sent. */
    @WithDefault("2h")
    Duration lifetime();
}
