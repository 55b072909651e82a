package org.penah.notify.acknowledgement;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookVerifier;

/**
 * Holds an answer of which a partner's signature was verified.
 *
 * @param signature the header
 * @param key the partner's
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares answers
record SignedAnswer(WebhookMessage message, byte[] body, String signature, VerificationKey key) {

    /** Of headers that were verified. */
    static SignedAnswer of(WebhookHeaders verified, byte[] body, VerificationKey key) {
        String id = Objects.requireNonNull(verified.id());
        Instant time = Instant.ofEpochSecond(Long.parseLong(Objects.requireNonNull(verified.timestamp())));
        return new SignedAnswer(
                new WebhookMessage(id, time, body), body, Objects.requireNonNull(verified.signature()), key);
    }

    /** The day that its sender wrote into it. */
    LocalDate day() {
        return LocalDate.ofInstant(message.timestamp(), ZoneOffset.UTC);
    }

    /** The signature that tells no time; of no bytes if the partner makes none. */
    byte[] signatureOfDay() {
        return WebhookVerifier.signatureOfDay(key, message, signature).orElseGet(() -> new byte[0]);
    }
}
