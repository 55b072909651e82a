package org.penah.notify.partner;

import java.time.Instant;
import java.util.List;
import org.penah.notify.egress.Target;
import org.penah.sealing.age.Recipient;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookRefusedException;
import org.penah.sealing.webhook.WebhookSigner;
import org.penah.sealing.webhook.WebhookVerifier;

/**
 * Holds all that it takes to speak with a partner: where, sealed to whom, signed by what, and what its answers are verified with.
 *
 * @param signs whether it has ever signed that it took an alert at the edge
 */
public record Endpoint(
        String name,
        Target target,
        Recipient recipient,
        WebhookSigner signer,
        VerificationKey acknowledgementKey,
        boolean signs) {

    /** Whether a partner has signed this, just now, as its answer to that request. */
    public static boolean isSigned(
            VerificationKey key, String requestId, WebhookHeaders headers, byte[] body, Instant now) {
        if (!requestId.equals(headers.id())) {
            return false;
        }
        try {
            new WebhookVerifier(List.of(key), List.of()).verify(headers, body, now);
            return true;
        } catch (WebhookRefusedException refused) {
            return false;
        }
    }
}
