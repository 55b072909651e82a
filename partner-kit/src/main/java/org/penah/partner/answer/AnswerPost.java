package org.penah.partner.answer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Answer;
import org.penah.partner.inbox.AnswerBook;
import org.penah.sealing.webhook.WebhookHeaders;

/** Posts signed answers to Penah, one by one. */
public final class AnswerPost {

    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private final Home home;
    private final AnswerBook book;
    private final Clock clock;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(DEADLINE)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    public AnswerPost(Home home, AnswerBook book, Clock clock) {
        this.home = home;
        this.book = book;
        this.clock = clock;
    }

    /**
     * Posts an answer, and remembers that Penah has it. A repeat does no harm.
     *
     * @throws IOException if Penah could not be reached or did not take it
     */
    public void send(Answer answer) throws IOException, InterruptedException {
        byte[] body = answer.json().getBytes(StandardCharsets.US_ASCII);
        int status = post(home.handOver().acknowledgements(), body);
        if (status / 100 != 2) {
            throw new IOException("Penah did not take the answer (HTTP " + status + ")");
        }
        book.know(answer);
    }

    private int post(URI address, byte[] body) throws IOException, InterruptedException {
        WebhookHeaders headers = home.sign(UUID.randomUUID().toString(), clock.instant(), body);
        HttpRequest request = HttpRequest.newBuilder(address)
                .timeout(DEADLINE)
                .header("content-type", "application/json")
                .header("user-agent", "penah-partner")
                .header(WebhookHeaders.ID, Objects.requireNonNull(headers.id()))
                .header(WebhookHeaders.TIMESTAMP, Objects.requireNonNull(headers.timestamp()))
                .header(WebhookHeaders.SIGNATURE, Objects.requireNonNull(headers.signature()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
