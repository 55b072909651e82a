package org.penah.partner.home;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
import java.util.List;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookVerifier;

/**
 * What Penah hands over to a partner.
 *
 * @param name the name that alerts are addressed to
 * @param acknowledgements where answers are posted
 * @param signingKey {@code whpk_…}
 * @param sharedSecret {@code whsec_…}
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record HandOver(String name, URI acknowledgements, String signingKey, String sharedSecret) {

    public HandOver {
        if (name == null || acknowledgements == null || signingKey == null || sharedSecret == null) {
            throw new IllegalArgumentException("the file from Penah is not complete");
        }
    }

    /** Accepts only what carries a good signature of either kind. */
    public WebhookVerifier verifier() {
        return new WebhookVerifier(
                List.of(VerificationKey.parse(signingKey)), List.of(SharedSecret.parse(sharedSecret)));
    }

    @Override
    public String toString() {
        return "HandOver[redacted]";
    }
}
