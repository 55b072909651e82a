package org.penah.outbox;

import io.quarkus.tls.TlsConfiguration;
import io.quarkus.tls.TlsConfigurationRegistry;
import io.quarkus.tls.runtime.config.TlsConfigUtils;
import io.smallrye.mutiny.Uni;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.mutiny.amqp.AmqpClient;
import io.vertx.mutiny.amqp.AmqpConnection;
import io.vertx.mutiny.amqp.AmqpMessage;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** Makes clients of the broker, and links that open one whenever they need it. */
@ApplicationScoped
class BrokerClients {

    private final Vertx vertx;
    private final Config config;
    private final BrokerConfig broker;
    private final TlsConfigurationRegistry certificates;

    BrokerClients(Vertx vertx, Config config, BrokerConfig broker, TlsConfigurationRegistry certificates) {
        this.vertx = vertx;
        this.config = config;
        this.broker = broker;
        this.certificates = certificates;
    }

    SendingLink sendTo(String address) {
        return new SendingLink(this::make, address, broker.timeout());
    }

    ReceivingLink receiveFrom(String address, Function<AmqpMessage, Uni<Void>> taker) {
        return new ReceivingLink(this::make, address, broker.timeout(), taker);
    }

    /** A new one, with the certificates of now. */
    private AmqpClient make() {
        AmqpClientOptions options = new AmqpClientOptions()
                .setHost(config.getValue("amqp-host", String.class))
                .setPort(config.getValue("amqp-port", Integer.class))
                .setConnectTimeout(Math.toIntExact(broker.timeout().toMillis()))
                .setHeartbeat(Math.toIntExact(broker.heartbeat().toMillis()));
        // The client counts heartbeats only once a connection is open, and no longer once it closes it.
        options.setReadIdleTimeout(Math.toIntExact(broker.heartbeat().toMillis() * 2))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        config.getOptionalValue("amqp-username", String.class).ifPresent(options::setUsername);
        config.getOptionalValue("amqp-password", String.class).ifPresent(options::setPassword);
        config.getOptionalValue("amqp-use-ssl", Boolean.class).ifPresent(options::setSsl);
        broker.tlsConfigurationName().ifPresent(name -> TlsConfigUtils.configure(options, tls(name)));
        return AmqpClient.create(vertx, options);
    }

    private TlsConfiguration tls(String name) {
        return certificates.get(name).orElseThrow(() -> new IllegalStateException("there is no quarkus.tls." + name));
    }

    /** Opens a connection, which is closed if it opens when nobody wants it any more. */
    static Uni<AmqpConnection> connect(AmqpClient client, BooleanSupplier isWanted) {
        return Uni.createFrom()
                .emitter(opening -> client.connect()
                        .subscribe()
                        .with(
                                connection -> {
                                    if (isWanted.getAsBoolean()) {
                                        opening.complete(connection);
                                    } else {
                                        client.closeAndForget();
                                    }
                                },
                                opening::fail));
    }

    /** A link that is being opened, which fails at once if its connection is lost: the client would not say so. */
    static <T> Uni<T> orLost(AmqpConnection connection, Uni<T> link) {
        Uni<T> lost = Uni.createFrom().emitter(loss -> connection.exceptionHandler(loss::fail));
        return Uni.combine().any().of(List.of(link, lost));
    }
}
