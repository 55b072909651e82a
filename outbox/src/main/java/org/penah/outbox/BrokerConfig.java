package org.penah.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Sets how the broker is reached, besides {@code amqp-host}, {@code amqp-port}, {@code amqp-username}, {@code amqp-password} and {@code amqp-use-ssl}. */
@ConfigMapping(prefix = "penah.broker")
interface BrokerConfig {

    /**
     * How often the broker is asked to say something; after twice as long without a word its connection is closed. A broker whose machine has
     * died sends no reset, and a service that only receives would wait for ever (AMQP 1.0, 2.4.5).
     */
    @WithDefault("10s")
    Duration heartbeat();

    /** How long the broker may take to open a connection with a link, or to acknowledge one event. */
    @WithDefault("15s")
    Duration timeout();

    /** The name of the certificates in {@code quarkus.tls}. */
    Optional<String> tlsConfigurationName();
}
