package org.penah.notify;

import io.vertx.amqp.AmqpClientOptions;
import io.vertx.mutiny.amqp.AmqpClient;
import io.vertx.mutiny.amqp.AmqpMessage;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.buffer.Buffer;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.penah.notify.event.AlertAnswered;
import org.penah.notify.event.AlertChanged;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.CanaryChanged;
import org.penah.notify.event.Consents;
import org.penah.notify.event.DetailsChanged;
import org.penah.notify.event.PartnerChanged;
import org.penah.notify.event.Threat;
import org.penah.outbox.CloudEvent;
import org.penah.outbox.EventJson;
import org.penah.outbox.EventSignature;

/** The other services, as this one sees them: they send alerts and hear what became of them. */
@ApplicationScoped
public class Broker {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    static {
        // Ten seconds are short for a machine that is busy with other things.
        Awaitility.setDefaultTimeout(Duration.ofSeconds(40));
    }

    @Inject
    Vertx vertx;

    @ConfigProperty(name = "amqp-port")
    int port;

    @ConfigProperty(name = "test.key-of-intake")
    String keyOfIntake;

    @ConfigProperty(name = "test.key-of-triage")
    String keyOfTriage;

    private final List<AlertChanged> desk = new CopyOnWriteArrayList<>();
    private final List<PartnerChanged> partners = new CopyOnWriteArrayList<>();
    private final List<DetailsChanged> details = new CopyOnWriteArrayList<>();
    private final List<CanaryChanged> canary = new CopyOnWriteArrayList<>();
    private final List<AlertAnswered> mailbox = new CopyOnWriteArrayList<>();
    private AmqpClient client;

    @PostConstruct
    void connect() {
        client = AmqpClient.create(
                vertx, new AmqpClientOptions().setHost("localhost").setPort(port));
        receive("penah.notify.triage", message -> {
            switch (EventJson.read(message).type()) {
                case PartnerChanged.TYPE ->
                    partners.add(EventJson.read(message, PartnerChanged.class).data());
                case DetailsChanged.TYPE ->
                    details.add(EventJson.read(message, DetailsChanged.class).data());
                case CanaryChanged.TYPE ->
                    canary.add(EventJson.read(message, CanaryChanged.class).data());
                default -> desk.add(EventJson.read(message, AlertChanged.class).data());
            }
        });
        receive(
                "penah.notify.intake",
                message ->
                        mailbox.add(EventJson.read(message, AlertAnswered.class).data()));
    }

    private void receive(String queue, java.util.function.Consumer<byte[]> consumer) {
        client.createReceiver(queue)
                .await()
                .atMost(LIMIT)
                .handler(message -> consumer.accept(message.bodyAsBinary().getBytes()));
    }

    @PreDestroy
    void disconnect() {
        client.closeAndAwait();
    }

    /** Sends an event as the service that its source names, such as {@code /intake}. */
    public void send(String source, String type, Object data) {
        send(source.substring(1), source, type, data);
    }

    /** Sends an event that may say of its sender what is not so. */
    public void send(String sender, String source, String type, Object data) {
        send(
                sender,
                EventJson.write(new CloudEvent<>("1.0", UUID.randomUUID(), source, type, "application/json", data)));
    }

    /** Sends what may be no event at all, signed by a service and on its queue. */
    public void send(String sender, byte[] event) {
        String queue = "penah." + sender + ".notify";
        EventSignature signature = EventSignature.of(
                EventSignature.privateKey(sender.equals("intake") ? keyOfIntake : keyOfTriage),
                queue,
                LocalDate.now(ZoneOffset.UTC),
                event);
        AmqpMessage message = AmqpMessage.create()
                .withBufferAsBody(Buffer.buffer(event))
                .applicationProperties(signature.applicationProperties())
                .durable(true)
                .build();
        client.createSender(queue)
                .chain(link -> link.sendWithAck(message))
                .await()
                .atMost(LIMIT);
    }

    /** The desk confirms an alert about somebody in danger within hours, where the tip named no region. */
    public void confirm(UUID alertId) {
        confirm(alertId, null);
    }

    /** The same, in a region (UN M49). */
    public void confirm(UUID alertId, @Nullable String region) {
        decide(alertId, AlertDecided.Decision.CONFIRMED, region, null);
    }

    /** The desk decides about such an alert, where the tip named no region. */
    public void decide(UUID alertId, AlertDecided.Decision decision) {
        decide(alertId, decision, null, null);
    }

    /** The same, in a region, as the desk's word of this number about the alert. */
    public void decide(
            UUID alertId, AlertDecided.Decision decision, @Nullable String region, @Nullable Integer number) {
        send(
                "/triage",
                AlertDecided.TYPE,
                new AlertDecided(
                        alertId,
                        decision,
                        new Threat(Threat.Who.ME, Threat.When.HOURS, region),
                        new Consents(false),
                        List.of("en"),
                        Instant.parse("2026-11-24T10:15:00Z"),
                        null,
                        null,
                        null,
                        number));
    }

    /** How an alert stands, as the desk has heard last. */
    public AlertChanged latest(UUID alertId) {
        Awaitility.await().until(() -> !desk(alertId).isEmpty());
        return desk(alertId).stream()
                .max(Comparator.comparing(AlertChanged::revision))
                .orElseThrow();
    }

    public List<AlertChanged> desk() {
        return desk;
    }

    public List<AlertChanged> desk(UUID alertId) {
        return desk.stream()
                .filter(changed -> changed.alertId().equals(alertId))
                .toList();
    }

    /** What the desk heard of the canary, in the order in which it came. */
    public List<CanaryChanged> canary() {
        return canary;
    }

    /** What the desk heard of details, in the order in which it came. */
    public List<DetailsChanged.State> details(UUID detailsId) {
        return details.stream()
                .filter(changed -> changed.detailsId().equals(detailsId))
                .map(DetailsChanged::state)
                .toList();
    }

    /** How the desk sees a partner now, once it has heard anything. */
    public Optional<PartnerChanged> partner(String name) {
        return partners.stream()
                .filter(changed -> changed.name().equals(name))
                .max(Comparator.comparing(PartnerChanged::revision));
    }

    public List<AlertAnswered> mailbox(UUID alertId) {
        return mailbox.stream()
                .filter(answered -> answered.alertId().equals(alertId))
                .toList();
    }
}
