package org.penah.intake.routing;

import java.util.Map;
import java.util.stream.Stream;
import org.penah.intake.form.Answers;
import org.penah.intake.form.Topic;

/**
 * Decides the queue of a tip.
 *
 * @param queues by topic, for every topic offered
 * @param dangerQueue for every report of danger, on any topic
 */
public record Routing(Map<Topic, String> queues, String dangerQueue) {

    String queueOf(Answers answers) {
        String queue = answers.threat().exists() ? dangerQueue : queues.get(answers.topic());
        if (queue == null) {
            throw new IllegalArgumentException("the topic is not offered");
        }
        return queue;
    }

    /** Every queue that a tip can go to. */
    public Stream<String> all() {
        return Stream.concat(Stream.of(dangerQueue), queues.values().stream());
    }
}
