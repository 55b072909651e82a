package org.penah.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.mutiny.core.Vertx;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.penah.notify.event.AlertDecided;
import org.penah.notify.event.Consents;
import org.penah.notify.event.Threat;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Delivery;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.testbed.net.FreePort;

/** An update stops the service while a partner speaks, and while one is spoken to. */
class StopIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Test
    void what_has_begun_ends() throws Exception {
        // Given
        CountDownLatch answered = new CountDownLatch(1);
        try (var notify = new Installation();
                var partner = new PartnerServer()) {
            notify.database.execute("update partner set url = ? where name = 'safe-house'", partner.url());
            notify.confirm();
            await().until(() -> partner.received().size() == 1);
            Home home = notify.home("safe-house");
            Alert alert = Delivery.open(partner.received().get(0).body(), home.identity())
                    .alerts()
                    .get(0);
            await().until(() -> notify.busy() == 0);
            partner.answer(exchange -> {
                awaitUninterruptibly(answered);
                PartnerServer.status(204).to(exchange);
            });
            notify.confirm();
            await().until(() -> partner.received().size() == 2);
            try (var acknowledging = new Acknowledging(notify.port, home, alert)) {

                // When
                notify.service.process().destroy();
                await().atMost(PATIENCE).until(() -> notify.service.says("Waiting for HTTP requests to complete"));

                // Then
                assertThat(acknowledging.end()).startsWith("HTTP/1.1 204");
                await().atMost(PATIENCE).until(() -> !notify.listens());
                answered.countDown();
                assertThat(notify.service.process().onExit()).succeedsWithin(PATIENCE);
                assertThat(notify.busy()).isZero();
                assertThat(notify.database.number("select count(*) from partner_alert where state = 'DELIVERED'"))
                        .isEqualTo(1);
                assertThat(notify.database.number("select count(*) from partner_alert where state = 'ACKNOWLEDGED'"))
                        .isEqualTo(1);
            }
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    /** An answer, of which the half was sent. */
    private static final class Acknowledging implements AutoCloseable {

        private final Socket socket;
        private final byte[] body;

        Acknowledging(int port, Home home, Alert alert) throws IOException {
            body = "{\"id\":\"%s\",\"seq\":1,\"action\":\"acknowledge\"}"
                    .formatted(alert.id())
                    .getBytes(StandardCharsets.US_ASCII);
            WebhookHeaders headers = home.sign(UUID.randomUUID().toString(), Instant.now(), body);
            socket = new Socket("localhost", port);
            socket.getOutputStream().write("""
                    POST /partner/acknowledgements HTTP/1.1\r
                    Host: localhost\r
                    %s: %s\r
                    %s: %s\r
                    %s: %s\r
                    Content-Type: application/json\r
                    Content-Length: %d\r
                    Expect: 100-continue\r
                    \r
                    """.formatted(
                            WebhookHeaders.ID,
                            headers.id(),
                            WebhookHeaders.TIMESTAMP,
                            headers.timestamp(),
                            WebhookHeaders.SIGNATURE,
                            headers.signature(),
                            body.length)
                    .getBytes(StandardCharsets.US_ASCII));
            // It has begun once the service asks for more.
            byte[] interim = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
            assertThat(socket.getInputStream().readNBytes(interim.length)).isEqualTo(interim);
            socket.getOutputStream().write(body, 0, body.length / 2);
        }

        /** Sends the other half and takes the answer. */
        String end() throws IOException {
            socket.getOutputStream().write(body, body.length / 2, body.length - body.length / 2);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** The built service, and what it needs. */
    private static final class Installation implements AutoCloseable {

        private final LocalServices services = new LocalServices();
        private final Database database = new Database();
        private final Broker broker = new Broker();
        private final Vertx vertx = Vertx.vertx();
        private final int port = FreePort.find();
        private final Path partners;
        private final NotifyProcess service;

        @SuppressWarnings("UnnecessaryAssignment") // nothing is injected here
        Installation() {
            services.init(Map.of(
                    "quarkus.http.port",
                    String.valueOf(port),
                    "quarkus.management.port",
                    "0",
                    // A partner has time to answer.
                    "penah.egress.deadline",
                    "10s"));
            Map<String, String> settings = services.start();
            database.url = settings.get("test.database");
            partners = Path.of(settings.get("test.partners"));
            broker.vertx = vertx;
            broker.port = Integer.parseInt(settings.get("amqp-port"));
            broker.keyOfIntake = settings.get("test.key-of-intake");
            broker.keyOfTriage = settings.get("test.key-of-triage");
            broker.connect();
            service = new NotifyProcess("stop", settings);
        }

        boolean listens() {
            try (Socket socket = new Socket("localhost", port)) {
                return socket.isConnected();
            } catch (IOException refused) {
                return false;
            }
        }

        long busy() {
            return database.number("select count(*) from delivery_lease");
        }

        Home home(String partner) {
            return new Home(partners.resolve(partner), partners.resolve(partner + ".json"));
        }

        void confirm() {
            broker.send(
                    "/triage",
                    AlertDecided.TYPE,
                    new AlertDecided(
                            UUID.randomUUID(),
                            AlertDecided.Decision.CONFIRMED,
                            new Threat(Threat.Who.ME, Threat.When.HOURS, null),
                            new Consents(false),
                            List.of("en"),
                            Instant.now().truncatedTo(ChronoUnit.HOURS),
                            null,
                            null,
                            null,
                            null));
        }

        @Override
        public void close() {
            service.close();
            broker.disconnect();
            vertx.closeAndAwait();
            services.stop();
        }
    }
}
