package org.penah.partner.answer;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Alert;
import org.penah.partner.inbox.Inbox;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookSigner;

/** Posts signed acknowledgements to Penah. */
public final class Acknowledger {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Home home;
    private final Inbox inbox;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(DEADLINE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public Acknowledger(Home home, Inbox inbox, Clock clock) {
        this.home = home;
        this.inbox = inbox;
        this.clock = clock;
    }

    /**
     * Tells Penah that a human has seen this message. A repeat does no harm.
     *
     * @throws IOException if Penah could not be reached or did not take it
     */
    public void acknowledge(Alert alert) throws IOException, InterruptedException {
        byte[] body = "{\"id\":\"%s\",\"seq\":%d,\"action\":\"acknowledge\"}"
                .formatted(alert.id(), alert.seq())
                .getBytes(StandardCharsets.US_ASCII);
        WebhookHeaders headers = sign(body);
        HttpRequest request = HttpRequest.newBuilder(home.handOver().acknowledgements())
                .timeout(DEADLINE)
                .header("content-type", "application/json")
                .header("user-agent", "penah-partner")
                .header(WebhookHeaders.ID, Objects.requireNonNull(headers.id()))
                .header(WebhookHeaders.TIMESTAMP, Objects.requireNonNull(headers.timestamp()))
                .header(WebhookHeaders.SIGNATURE, Objects.requireNonNull(headers.signature()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        int status =
                client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status / 100 != 2) {
            throw new IOException("Penah did not take the answer (HTTP " + status + ")");
        }
        inbox.markAcknowledged(alert);
    }

    private WebhookHeaders sign(byte[] body) throws IOException {
        SigningKey key = home.acknowledgementKey();
        try {
            WebhookMessage message = new WebhookMessage(UUID.randomUUID().toString(), clock.instant(), body);
            return new WebhookSigner(List.of(key), List.of()).sign(message);
        } finally {
            key.destroy();
        }
    }
}
