package org.penah.triage;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.penah.outbox.CloudEvent;
import org.penah.outbox.EventJson;

/** What intake-service and notify-service would send, and what the two would get. */
@ApplicationScoped
public class FarEnds {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final MutinyEmitter<byte[]> fromIntake;
    private final MutinyEmitter<byte[]> fromNotify;
    private final List<CloudEvent<JsonNode>> atNotify = new CopyOnWriteArrayList<>();
    private final List<CloudEvent<JsonNode>> atIntake = new CopyOnWriteArrayList<>();

    FarEnds(
            @Channel("from-intake") MutinyEmitter<byte[]> fromIntake,
            @Channel("from-notify") MutinyEmitter<byte[]> fromNotify) {
        this.fromIntake = fromIntake;
        this.fromNotify = fromNotify;
    }

    public void sendFromIntake(byte[] event) {
        fromIntake.send(event).await().atMost(LIMIT);
    }

    public void sendFromNotify(byte[] event) {
        fromNotify.send(event).await().atMost(LIMIT);
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

    @Incoming("to-intake")
    void takeAtIntake(byte[] event) {
        atIntake.add(EventJson.read(event));
    }

    @Incoming("to-notify")
    void take(byte[] event) {
        atNotify.add(EventJson.read(event));
    }
}
