package org.penah.intake;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.amqp.AmqpClient;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.amqp.AmqpMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.penah.outbox.EventSignature;
import org.penah.testbed.broker.Broker;
import org.penah.testbed.key.Ed25519Keys;

/** A separate Artemis with the service's queues, and the other services' end of them. */
public class LocalBroker implements QuarkusTestResourceLifecycleManager {

    private static final List<String> SENT_TO = List.of("penah.intake.triage", "penah.intake.notify");
    private static final Map<String, List<String>> ARRIVED = Map.of(
            "penah.intake.triage", new CopyOnWriteArrayList<>(),
            "penah.intake.notify", new CopyOnWriteArrayList<>());

    private static final Map<String, Ed25519Keys> OTHERS =
            Map.of("triage", Ed25519Keys.make(), "notify", Ed25519Keys.make());

    private static Broker broker;
    private static Vertx vertx;
    private static AmqpClient client;

    @Override
    public Map<String, String> start() {
        broker = Broker.start(
                List.of("penah.intake.triage", "penah.intake.notify", "penah.triage.intake", "penah.notify.intake"));
        vertx = Vertx.vertx();
        client = AmqpClient.create(
                vertx, new AmqpClientOptions().setHost("localhost").setPort(broker.port()));
        receive();
        return Map.of(
                "amqp-host", "localhost",
                "amqp-port", String.valueOf(broker.port()),
                "penah.events.key", Ed25519Keys.make().privateKey(),
                "penah.events.from.triage", OTHERS.get("triage").publicKey(),
                "penah.events.from.notify", OTHERS.get("notify").publicKey());
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

    /** Sends what may be no event at all, signed by a service and on its queue. */
    public static void send(String sender, byte[] event) {
        String queue = "penah." + sender + ".intake";
        EventSignature signature = EventSignature.of(
                EventSignature.privateKey(OTHERS.get(sender).privateKey()),
                queue,
                LocalDate.now(ZoneOffset.UTC),
                event);
        client.createSender(queue)
                .compose(link -> link.sendWithAck(AmqpMessage.create()
                                .withBufferAsBody(Buffer.buffer(event))
                                .contentType("application/cloudevents+json")
                                .applicationProperties(signature.applicationProperties())
                                .durable(true)
                                .build())
                        .eventually(() -> link.close()))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
