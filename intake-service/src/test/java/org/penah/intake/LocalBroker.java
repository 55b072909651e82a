package org.penah.intake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.penah.testbed.broker.Broker;

/** An Artemis of its own with the service's queues, and the other services' end of them. */
public class LocalBroker implements QuarkusTestResourceLifecycleManager {

    private static final List<String> SENT_TO = List.of("penah.tips", "penah.alerts");
    private static final Map<String, List<String>> ARRIVED = Map.of(
            "penah.tips", new CopyOnWriteArrayList<>(),
            "penah.alerts", new CopyOnWriteArrayList<>());

    private static Broker broker;
    private static Vertx vertx;
    private static AmqpClient client;

    @Override
    public Map<String, String> start() {
        broker = Broker.start(List.of("penah.tips", "penah.alerts", "penah.mailbox"));
        vertx = Vertx.vertx();
        client = AmqpClient.create(
                vertx, new AmqpClientOptions().setHost("localhost").setPort(broker.port()));
        receive();
        return Map.of("amqp-host", "localhost", "amqp-port", String.valueOf(broker.port()));
    }

    @Override
    public void stop() {
        client.close().toCompletionStage().toCompletableFuture().join();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        goAway();
    }

    public static void comeBack() {
        broker.comeBack();
        receive();
    }

    private static void receive() {
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
        broker.goAway();
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
}
