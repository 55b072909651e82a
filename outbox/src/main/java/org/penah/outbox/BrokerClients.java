package org.penah.outbox;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.mutiny.amqp.AmqpClient;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/** Makes clients for sending, by the same settings as the connector's, which receives. */
@ApplicationScoped
class BrokerClients {

    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final Vertx vertx;
    private final Config config;
    private final TlsConfigurationRegistry certificates;
    private final BrokerHeartbeat heartbeat;

    BrokerClients(Vertx vertx, Config config, TlsConfigurationRegistry certificates, BrokerHeartbeat heartbeat) {
        this.vertx = vertx;
        this.config = config;
        this.certificates = certificates;
        this.heartbeat = heartbeat;
    }

    /** A new one, with the certificates of now. */
    AmqpClient make() {
        AmqpClientOptions options = new AmqpClientOptions()
                .setHost(config.getValue("amqp-host", String.class))
                .setPort(config.getValue("amqp-port", Integer.class))
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                .setHeartbeat(heartbeat.millis());
        config.getOptionalValue("amqp-username", String.class).ifPresent(options::setUsername);
        config.getOptionalValue("amqp-password", String.class).ifPresent(options::setPassword);
        config.getOptionalValue("amqp-use-ssl", Boolean.class).ifPresent(options::setSsl);
        config.getOptionalValue("mp.messaging.connector.smallrye-amqp.tls-configuration-name", String.class)
                .ifPresent(name -> TlsConfigUtils.configure(options, tls(name)));
        return AmqpClient.create(vertx, options);
    }

    private TlsConfiguration tls(String name) {
        return certificates.get(name).orElseThrow(() -> new IllegalStateException("there is no quarkus.tls." + name));
    }
}
