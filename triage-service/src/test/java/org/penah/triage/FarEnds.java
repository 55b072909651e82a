package org.penah.triage;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.amqp.OutgoingAmqpMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.penah.outbox.CloudEvent;
import org.penah.outbox.EventJson;
import org.penah.outbox.EventSignature;

/** What intake-service and notify-service would send, and what the two would get. */
@ApplicationScoped
public class FarEnds {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final MutinyEmitter<byte[]> asIntake;
    private final MutinyEmitter<byte[]> asNotify;
    private final Ed25519PrivateKeyParameters keyOfIntake;
    private final Ed25519PrivateKeyParameters keyOfNotify;
    private final List<CloudEvent<JsonNode>> atNotify = new CopyOnWriteArrayList<>();
    private final List<CloudEvent<JsonNode>> atIntake = new CopyOnWriteArrayList<>();

    FarEnds(
            @Channel("as-intake") MutinyEmitter<byte[]> asIntake,
            @Channel("as-notify") MutinyEmitter<byte[]> asNotify,
            @ConfigProperty(name = "test.key-of-intake") String keyOfIntake,
            @ConfigProperty(name = "test.key-of-notify") String keyOfNotify) {
        this.asIntake = asIntake;
        this.asNotify = asNotify;
        this.keyOfIntake = EventSignature.privateKey(keyOfIntake);
        this.keyOfNotify = EventSignature.privateKey(keyOfNotify);
    }

    public void sendFromIntake(byte[] event) {
        send(asIntake, keyOfIntake, "penah.intake.triage", event);
    }

    public void sendFromNotify(byte[] event) {
        send(asNotify, keyOfNotify, "penah.notify.triage", event);
    }

    private static void send(
            MutinyEmitter<byte[]> emitter, Ed25519PrivateKeyParameters key, String queue, byte[] event) {
        EventSignature signature = EventSignature.of(key, queue, LocalDate.now(ZoneOffset.UTC), event);
        OutgoingAmqpMetadata signed = OutgoingAmqpMetadata.builder()
                .withApplicationProperties(signature.applicationProperties())
                .build();
        emitter.sendMessage(Message.of(event, Metadata.of(signed))).await().atMost(LIMIT);
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

    @Incoming("at-intake")
    void takeAtIntake(byte[] event) {
        atIntake.add(EventJson.read(event));
    }

    @Incoming("at-notify")
    void take(byte[] event) {
        atNotify.add(EventJson.read(event));
    }
}
