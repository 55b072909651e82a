package org.penah.partner.answer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.penah.partner.home.Home;
import org.penah.partner.inbox.Answer;
import org.penah.sealing.webhook.WebhookHeaders;

/**
 * Answers a slot with {@value #BYTES} signed bytes, always, with or without an answer.
 *
 * @param headers the request's id again, so that the answer belongs to it alone
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
public record SlotAnswer(WebhookHeaders headers, byte[] body) {

    public static final int BYTES = 2048;

    /** So many fit, of 112 bytes at most; the others go with the next slot. */
    public static final int MOST = 18;

    /** By so many characters the status line of a refusal (503, Service Unavailable) is longer than that of an answer (200, OK). */
    private static final int LONGER = "Service Unavailable".length() - "OK".length();

    /** Signs at most {@value #MOST} answers. */
    public static SlotAnswer of(List<Answer> answers, String requestId, Home home, Clock clock) throws IOException {
        String json = answers.stream().map(Answer::json).collect(Collectors.joining(",", "{\"answers\":[", "]}"));
        byte[] body = Arrays.copyOf(json.getBytes(StandardCharsets.US_ASCII), BYTES);
        Arrays.fill(body, json.length(), BYTES, (byte) ' ');
        return new SlotAnswer(home.signWithDay(requestId, clock.instant(), body), body);
    }

    /** As long on the line, with its status, as any other; the signature is of another request, so it proves nothing. */
    public static SlotAnswer refusal(String requestId, Home home, Clock clock) throws IOException {
        SlotAnswer other = of(List.of(), UUID.randomUUID().toString(), home, clock);
        return new SlotAnswer(
                new WebhookHeaders(
                        requestId, other.headers().timestamp(), other.headers().signature()),
                Arrays.copyOf(other.body(), BYTES - LONGER));
    }
}
