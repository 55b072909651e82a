package org.penah.partner.answer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.penah.partner.home.Home;
import org.penah.sealing.webhook.WebhookHeaders;

/** Posts to Penah, each request signed with the partner's own key. */
final class PenahPost {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    /** More than anything that Penah answers. */
    private static final int MOST_BYTES = 16 * 1024;

    private final Home home;
    private final Clock clock;
    // Not HTTP/2, whose compressed headers give answers of one length several.
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    PenahPost(Home home, Clock clock) {
        this.home = home;
        this.clock = clock;
    }

    /** Penah's answer. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares answers
    record Reply(int status, byte[] body) {}

    /**
     * Posts one request.
     *
     * @param id of the message; the same for each try
     * @throws IOException if Penah could not be reached
     */
    Reply send(URI address, String id, byte[] body) throws IOException, InterruptedException {
        WebhookHeaders headers = home.signWithDay(id, clock.instant(), body);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(DEADLINE)
                .header("content-type", "application/json")
                .header("user-agent", "penah-partner")
                .header(WebhookHeaders.ID, Objects.requireNonNull(headers.id()))
                .header(WebhookHeaders.TIMESTAMP, Objects.requireNonNull(headers.timestamp()))
                .header(WebhookHeaders.SIGNATURE, Objects.requireNonNull(headers.signature()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream answer = response.body()) {
            return new Reply(response.statusCode(), answer.readNBytes(MOST_BYTES));
        }
    }
}
