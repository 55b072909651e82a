package org.penah.intake.routing;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.penah.intake.form.Answers;
import org.penah.intake.form.Topic;
import org.penah.intake.keys.Keys;
import org.penah.intake.keys.QueueKey;

/** Says which queue reads a tip, by its answers, and which key the tip is sealed to. */
@ApplicationScoped
public class TipKeys {

    private final Keys keys;
    private final Routing routing;

    TipKeys(Keys keys, FormConfig config) {
        this.keys = keys;
        this.routing = new Routing(config.queues(), config.dangerQueue());
    }

    /** Whether a tip about any topic could be sealed today. If one topic has no key, the whole form is shown as closed. */
    public boolean isReady() {
        return routing.all().allMatch(queue -> keys.of(queue).isPresent());
    }

    public Routing routing() {
        return routing;
    }

    public Set<Topic> topics() {
        return routing.queues().keySet();
    }

    /** The key for a tip with these answers. */
    public QueueKey keyFor(Answers answers) throws IOException {
        return keys.of(routing.queueOf(answers))
                .orElseThrow(() -> new IOException("the keys went out of force meanwhile"));
    }

    /** The queue of a tip with these answers, if the epoch that a browser sealed it to has begun. */
    public Optional<String> queueFor(Answers answers, int epoch) {
        return Optional.of(routing.queueOf(answers)).filter(queue -> keys.hasBegun(queue, epoch));
    }
}
