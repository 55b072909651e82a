package org.penah.intake.routing;

import java.util.Map;
import java.util.stream.Stream;
import org.penah.intake.form.Addition;
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
        if (answers.threat().exists()) {
            return dangerQueue;
        }
        Addition addition = answers.addition();
        String queue = addition == null ? queues.get(answers.topic()) : addition.queue();
        if (queue == null || all().noneMatch(queue::equals)) {
            throw new IllegalArgumentException("the topic is not offered");
        }
        return queue;
    }

    /** Whether what a source adds can still go to where the earlier tip went. */
    public boolean takes(Addition addition) {
        return addition.threat().exists() || all().anyMatch(addition.queue()::equals);
    }

    /** Every queue that a tip can go to. */
    public Stream<String> all() {
        return Stream.concat(Stream.of(dangerQueue), queues.values().stream());
    }
}
