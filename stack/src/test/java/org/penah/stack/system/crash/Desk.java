package org.penah.stack.system.crash;

import io.vertx.core.Vertx;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonClientOptions;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonSender;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;

/** What triage-service says of alerts: each is the broker's before it counts as said. */
public final class Desk implements AutoCloseable {

    private static final String QUEUE = "penah.triage.notify";
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Vertx vertx = Vertx.vertx();
    private final ProtonClientOptions options;
    private final int port;
    private final String address;
    private final String password;
    private final PrivateKey key;

    Desk(int port, String password, String key) throws GeneralSecurityException {
        this(new ProtonClientOptions().addEnabledSaslMechanism("PLAIN"), port, QUEUE, password, key);
    }

    /**
     * With another way to the broker.
     *
     * @param address where the broker takes events for the queue
     * @param password of the user {@code triage}
     * @param key that triage-service signs with
     */
    public Desk(ProtonClientOptions options, int port, String address, String password, String key)
            throws GeneralSecurityException {
        this.options = options;
        this.port = port;
        this.address = address;
        this.password = password;
        this.key = KeyFactory.getInstance("Ed25519")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(key)));
    }

    /** Confirms so many new alerts; returns their ids when the broker has accepted all. */
    public List<UUID> confirm(int count) throws Exception {
        List<UUID> alerts = Stream.generate(UUID::randomUUID).limit(count).toList();
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        ProtonClient.create(vertx).connect(options, "127.0.0.1", port, "triage", password, connected -> {
            if (connected.failed()) {
                accepted.completeExceptionally(connected.cause());
            } else {
                send(connected.result().open(), alerts, accepted);
            }
        });
        accepted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return alerts;
    }

    private void send(ProtonConnection connection, List<UUID> alerts, CompletableFuture<Void> accepted) {
        ProtonSender sender = connection.createSender(address).open();
        AtomicInteger left = new AtomicInteger(alerts.size());
        sender.sendQueueDrainHandler(ready -> {
            sender.sendQueueDrainHandler(null);
            for (UUID alert : alerts) {
                sender.send(message(alert), delivery -> {
                    if (!(delivery.getRemoteState() instanceof Accepted)) {
                        accepted.completeExceptionally(new IllegalStateException("the broker refuses an alert"));
                    }
                    if (left.decrementAndGet() == 0) {
                        connection.close();
                        accepted.complete(null);
                    }
                });
            }
        });
    }

    private Message message(UUID alert) {
        Instant due = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(2));
        String event = """
                {"specversion": "1.0", "id": "%s", "source": "/triage", "type": "org.penah.alert.decided.v1",
                 "datacontenttype": "application/json",
                 "data": {"alertId": "%s", "decision": "confirmed",
                          "threat": {"who": "me", "when": "hours", "region": "145"},
                          "consents": {"details": false}, "languages": ["en"], "dueBy": "%s"}}
                """.formatted(UUID.randomUUID(), alert, due);
        Message message = Message.Factory.create();
        message.setDurable(true);
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);
        message.setBody(new Data(new Binary(bytes)));
        message.setApplicationProperties(new ApplicationProperties(signature(bytes)));
        return message;
    }

    /** As docs/contracts/README.md says. */
    private Map<String, Object> signature(byte[] event) {
        String day = LocalDate.now(ZoneOffset.UTC).toString();
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(("penah-event-v1\n" + QUEUE + "\n" + day + "\n").getBytes(StandardCharsets.UTF_8));
            signature.update(event);
            String bytes = Base64.getEncoder().encodeToString(signature.sign());
            return Map.of("penah-signed-on", day, "penah-signature", bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
