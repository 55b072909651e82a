package org.penah.triage;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.amqp.AmqpClientOptions;
import io.vertx.mutiny.amqp.AmqpClient;
import io.vertx.mutiny.amqp.AmqpMessage;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.penah.outbox.CloudEvent;
import org.penah.outbox.EventJson;
import org.penah.outbox.EventSignature;

/** What intake-service and notify-service would send, and what the two would get. */
@ApplicationScoped
public class FarEnds {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final AmqpClient client;
    private final Ed25519PrivateKeyParameters keyOfIntake;
    private final Ed25519PrivateKeyParameters keyOfNotify;
    private final List<CloudEvent<JsonNode>> atNotify = new CopyOnWriteArrayList<>();
    private final List<CloudEvent<JsonNode>> atIntake = new CopyOnWriteArrayList<>();

    FarEnds(
            Vertx vertx,
            @ConfigProperty(name = "amqp-port") int port,
            @ConfigProperty(name = "test.key-of-intake") String keyOfIntake,
            @ConfigProperty(name = "test.key-of-notify") String keyOfNotify) {
        this.keyOfIntake = EventSignature.privateKey(keyOfIntake);
        this.keyOfNotify = EventSignature.privateKey(keyOfNotify);
        this.client = AmqpClient.create(
                vertx, new AmqpClientOptions().setHost("localhost").setPort(port));
        receive("penah.triage.intake", atIntake);
        receive("penah.triage.notify", atNotify);
    }

    private void receive(String queue, List<CloudEvent<JsonNode>> events) {
        client.createReceiver(queue)
                .await()
                .atMost(LIMIT)
                .handler(message ->
                        events.add(EventJson.read(message.bodyAsBinary().getBytes())));
    }

    @PreDestroy
    void disconnect() {
        client.closeAndAwait();
    }

    public void sendFromIntake(byte[] event) {
        send(keyOfIntake, "penah.intake.triage", event);
    }

    public void sendFromNotify(byte[] event) {
        send(keyOfNotify, "penah.notify.triage", event);
    }

    private void send(Ed25519PrivateKeyParameters key, String queue, byte[] event) {
        EventSignature signature = EventSignature.of(key, queue, LocalDate.now(ZoneOffset.UTC), event);
        AmqpMessage message = AmqpMessage.create()
                .withBufferAsBody(Buffer.buffer(event))
                .applicationProperties(signature.applicationProperties())
                .durable(true)
                .build();
        client.createSender(queue)
                .chain(link -> link.sendWithAck(message).call(link::close))
                .await()
                .atMost(LIMIT);
    }

    /** What has reached notify-service about an alert, in order. */
    public List<JsonNode> dataAtNotify(String alertId) {
        return atNotify.stream()
                .map(CloudEvent::data)
                .filter(data -> data.path("alertId").asText().equals(alertId))
                .toList();
    }

    /** The drills with a partner that were ordered of notify-service, in order. */
    public List<JsonNode> drillsAtNotify(String partner) {
        return atNotify.stream()
                .filter(event -> event.type().equals("org.penah.drill.ordered.v1"))
                .map(CloudEvent::data)
                .filter(data -> data.path("partner").asText().equals(partner))
                .toList();
    }

    /** What was decided about a partner, as it reached notify-service, in order. */
    public List<JsonNode> partnersAtNotify(String partner) {
        return atNotify.stream()
                .filter(event -> event.type().equals("org.penah.partner.decided.v1"))
                .map(CloudEvent::data)
                .filter(data -> data.path("name").asText().equals(partner))
                .toList();
    }

    /** The events that have reached intake-service about a tip, in order. */
    public List<CloudEvent<JsonNode>> atIntake(Sent tip) {
        return atIntake.stream()
                .filter(event ->
                        event.data().path("tipId").asText().equals(tip.tipId().toString()))
                .toList();
    }
}
