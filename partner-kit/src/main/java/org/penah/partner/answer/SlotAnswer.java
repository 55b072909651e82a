package org.penah.partner.answer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.penah.partner.home.Home;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookSigner;

/**
 * What a slot is answered with: always {@value #BYTES} signed bytes, whether they hold an answer or not.
 *
 * @param headers the request's id again, so that the answer belongs to it alone
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
public record SlotAnswer(WebhookHeaders headers, byte[] body) {

    public static final int BYTES = 2048;

    /** Each has at most 110 bytes; the others go with the next slot. */
    private static final int MOST = 18;

    /** Signs as many of the answers as fit; each is {@code <id>.<seq>}. */
    public static SlotAnswer of(List<String> stems, String requestId, Home home, Clock clock) throws IOException {
        String answers = stems.stream()
                .limit(MOST)
                .map(stem -> stem.split("\\.", 2))
                .map(parts -> "{\"id\":\"%s\",\"seq\":%s,\"action\":\"acknowledge\"}".formatted(parts[0], parts[1]))
                .collect(Collectors.joining(",", "{\"answers\":[", "]}"));
        byte[] body = Arrays.copyOf(answers.getBytes(StandardCharsets.US_ASCII), BYTES);
        Arrays.fill(body, answers.length(), BYTES, (byte) ' ');
        SigningKey key = home.acknowledgementKey();
        try {
            return new SlotAnswer(
                    new WebhookSigner(List.of(key), List.of())
                            .sign(new WebhookMessage(requestId, clock.instant(), body)),
                    body);
        } finally {
            key.destroy();
        }
    }
}
