package org.penah.intake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/** An Artemis of its own with the service's queues, and the other services' end of them. */
public class LocalBroker implements QuarkusTestResourceLifecycleManager {

    private static final List<String> SENT_TO = List.of("penah.tips", "penah.alerts");
    private static final Map<String, List<String>> ARRIVED = Map.of(
            "penah.tips", new CopyOnWriteArrayList<>(),
            "penah.alerts", new CopyOnWriteArrayList<>());

    private static EmbeddedActiveMQ broker;
    private static Configuration configuration;
    private static Vertx vertx;
    private static AmqpClient client;

    @Override
    public Map<String, String> start() {
        int port = freePort();
        try {
            configuration = configuration(port);
        } catch (Exception malformed) {
            throw new IllegalStateException(malformed);
        }
        vertx = Vertx.vertx();
        client = AmqpClient.create(
                vertx, new AmqpClientOptions().setHost("localhost").setPort(port));
        comeBack();
        return Map.of("amqp-host", "localhost", "amqp-port", String.valueOf(port));
    }

    @Override
    public void stop() {
        client.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        goAway();
    }

    public static void comeBack() {
        broker = new EmbeddedActiveMQ().setConfiguration(configuration);
        try {
            broker.start();
        } catch (Exception cannotStart) {
            throw new IllegalStateException(cannotStart);
        }
        for (String queue : SENT_TO) {
            client.createReceiver(queue)
                    .onSuccess(receiver -> receiver.handler(message ->
                            ARRIVED.get(queue).add(message.bodyAsBinary().toString(StandardCharsets.UTF_8))))
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
        }
    }

    public static void goAway() {
        try {
            broker.stop();
        } catch (Exception cannotStop) {
            throw new IllegalStateException(cannotStop);
        }
    }

    /** Every event that has arrived in a queue since the tests began. */
    public static List<String> arrived(String queue) {
        return List.copyOf(ARRIVED.get(queue));
    }

    public static void send(String queue, byte[] event) {
        client.createSender(queue)
                .compose(sender -> sender.sendWithAck(AmqpMessage.create()
                                .withBufferAsBody(Buffer.buffer(event))
                                .contentType("application/cloudevents+json")
                                .durable(true)
                                .build())
                        .eventually(() -> sender.close()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private static int freePort() {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private static Configuration configuration(int port) throws Exception {
        String data = Files.createTempDirectory("broker").toString();
        Configuration configuration = new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setJournalDirectory(data + "/journal")
                .setBindingsDirectory(data + "/bindings")
                .setLargeMessagesDirectory(data + "/large")
                .setPagingDirectory(data + "/paging")
                .addAddressSetting(
                        "penah.#",
                        new AddressSettings()
                                .setMaxDeliveryAttempts(-1)
                                .setDeadLetterAddress(SimpleString.of("penah.dead")))
                .addAcceptorConfiguration("amqp", "tcp://localhost:" + port + "?protocols=AMQP");
        for (String queue : List.of("penah.tips", "penah.alerts", "penah.mailbox", "penah.dead")) {
            configuration.addQueueConfiguration(QueueConfiguration.of(queue).setRoutingType(RoutingType.ANYCAST));
        }
        return configuration;
    }
}
