package org.penah.sealing.webhook;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Holds what is signed: an id, the time of this attempt and the body. */
public final class WebhookMessage {

    // A dot would let bytes move between id, time and body under one signature.
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final String id;
    private final Instant timestamp;
    private final byte[] body;

    /**
     * A message to sign.
     *
     * @param id the same for each attempt
     * @param timestamp when this attempt is made; whole seconds count
     * @param body the request's body, exactly; not copied
     * @throws IllegalArgumentException if the id is not 1 to 64 letters, digits, {@code -} and {@code _}
     */
    public WebhookMessage(String id, Instant timestamp, byte[] body) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a webhook id has 1 to 64 letters, digits, - and _");
        }
        this.id = id;
        this.timestamp = timestamp;
        this.body = body;
    }

    /** The value of {@code webhook-id}: the same in every attempt, so that a receiver drops repeats by it. */
    public String id() {
        return id;
    }

    /** When the attempt was made, to the second; the verifier bounds its age. */
    public Instant timestamp() {
        return timestamp;
    }

    /** The same as of the beginning of its day, in UTC: a signature over it tells no time. */
    WebhookMessage ofItsDay() {
        return new WebhookMessage(id, timestamp.truncatedTo(ChronoUnit.DAYS), body);
    }

    byte[] signedContent() {
        byte[] head = (id + "." + timestamp.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII);
        byte[] content = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, content, head.length, body.length);
        return content;
    }
}
