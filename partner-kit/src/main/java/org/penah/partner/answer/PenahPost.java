package org.penah.partner.answer;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.penah.partner.home.Home;
import org.penah.sealing.webhook.WebhookHeaders;

/** Posts to Penah, each request signed with the partner's own key. */
final class PenahPost {

    static final Duration DEADLINE = Duration.ofSeconds(20);

    /** More than anything that Penah answers. */
    private static final int MOST_BYTES = 16 * 1024;

    private final Home home;
    private final Clock clock;
    private final Duration deadline;
    // Not HTTP/2, whose compressed headers give answers of one length several.
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(DEADLINE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    PenahPost(Home home, Clock clock) {
        this(home, clock, DEADLINE);
    }

    /** @param deadline for a whole exchange */
    PenahPost(Home home, Clock clock, Duration deadline) {
        this.home = home;
        this.clock = clock;
        this.deadline = deadline;
    }

    /** Penah's answer. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares answers
    record Reply(int status, byte[] body) {}

    /**
     * Posts one request.
     *
     * @param id of the message; the same for each try
     * @throws IOException if Penah could not be reached, or its answer did not end in time
     */
    Reply send(URI address, String id, byte[] body) throws IOException, InterruptedException {
        WebhookHeaders headers = home.signWithDay(id, clock.instant(), body);
        long begun = System.nanoTime();
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(deadline)
                .header("content-type", "application/json")
                .header("user-agent", "penah-partner")
                .header(WebhookHeaders.ID, Objects.requireNonNull(headers.id()))
                .header(WebhookHeaders.TIMESTAMP, Objects.requireNonNull(headers.timestamp()))
                .header(WebhookHeaders.SIGNATURE, Objects.requireNonNull(headers.signature()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
        InputStream answer = response.body();
        // The request's timeout ends with the headers, and Penah, or who is on the way, can stall after them.
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                () -> close(answer),
                CompletableFuture.delayedExecutor(
                        begun + deadline.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS));
        try (answer) {
            return new Reply(response.statusCode(), answer.readNBytes(MOST_BYTES));
        } catch (IOException lost) {
            throw System.nanoTime() - begun >= deadline.toNanos()
                    ? new HttpTimeoutException("Penah's answer did not end in time")
                    : lost;
        } finally {
            end.cancel(false);
        }
    }

    private static void close(InputStream answer) {
        try {
            answer.close();
        } catch (IOException closed) {
            // Nobody reads it any more.
        }
    }
}
