package org.penah.outbox;

import io.smallrye.reactive.messaging.ClientCustomizer;
import io.vertx.amqp.AmqpClientOptions;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Gives up a connection to a broker that says nothing any more, as when its machine has died: nobody sends a reset then,
 * and a service that only receives would wait for ever.
 *
 * @see <a href="https://docs.oasis-open.org/amqp/core/v1.0/os/amqp-core-transport-v1.0-os.html#doc-doc-idle-time-out">AMQP
 *     1.0, 2.4.5: idle timeout of a connection</a>
 */
@ApplicationScoped
class BrokerHeartbeat implements ClientCustomizer<AmqpClientOptions> {

    private final int millis;

    /**
     * @param heartbeat how often the broker is asked to say something; after twice as long its connection is closed
     */
    BrokerHeartbeat(@ConfigProperty(name = "penah.broker.heartbeat", defaultValue = "10s") Duration heartbeat) {
        this.millis = Math.toIntExact(heartbeat.toMillis());
    }

    @Override
    public AmqpClientOptions customize(String channel, Config config, AmqpClientOptions options) {
        options.setHeartbeat(millis);
        return options;
    }

    int millis() {
        return millis;
    }
}
