package org.penah.stack.crash;

import io.vertx.core.Vertx;
import io.vertx.proton.ProtonClient;
import io.vertx.proton.ProtonClientOptions;
import io.vertx.proton.ProtonConnection;
import io.vertx.proton.ProtonSender;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;

/** What triage-service says of alerts: each is the broker's before it counts as said. */
final class Desk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Vertx vertx = Vertx.vertx();
    private final int port;
    private final String password;

    Desk(int port, String password) {
        this.port = port;
        this.password = password;
    }

    /** Confirms so many new alerts; returns their ids when the broker has accepted all. */
    List<UUID> confirm(int count) throws Exception {
        List<UUID> alerts = Stream.generate(UUID::randomUUID).limit(count).toList();
        CompletableFuture<Void> accepted = new CompletableFuture<>();
        ProtonClient.create(vertx)
                .connect(
                        new ProtonClientOptions().addEnabledSaslMechanism("PLAIN"),
                        "127.0.0.1",
                        port,
                        "triage",
                        password,
                        connected -> {
                            if (connected.failed()) {
                                accepted.completeExceptionally(connected.cause());
                            } else {
                                send(connected.result().open(), alerts, accepted);
                            }
                        });
        accepted.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return alerts;
    }

    private static void send(ProtonConnection connection, List<UUID> alerts, CompletableFuture<Void> accepted) {
        ProtonSender sender = connection.createSender("penah.alerts").open();
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

    private static Message message(UUID alert) {
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
        message.setBody(new Data(new Binary(event.getBytes(StandardCharsets.UTF_8))));
        return message;
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
