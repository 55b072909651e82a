package org.penah.partner.home;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookVerifier;

/**
 * Holds what Penah's file for a partner says.
 *
 * @param name the name that alerts are addressed to
 * @param acknowledgements where answers are posted, if not in heartbeats alone
 * @param details where details are fetched, if anywhere
 * @param signingKey {@code whpk_…}
 * @param sharedSecret {@code whsec_…}
 * @param previousSigningKey while Penah's keys change: the one before
 * @param previousSharedSecret the same of the secret
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record PartnerCredentials(
        String name,
        @Nullable URI acknowledgements,
        @Nullable URI details,
        String signingKey,
        String sharedSecret,
        @Nullable String previousSigningKey,
        @Nullable String previousSharedSecret) {

    public PartnerCredentials {
        if (name == null || signingKey == null || sharedSecret == null) {
            throw new IllegalArgumentException("the file from Penah is not complete");
        }
    }

    /** Accepts only what carries a good signature of either kind, with the keys of now or of before. */
    public WebhookVerifier verifier() {
        return new WebhookVerifier(
                present(signingKey, previousSigningKey)
                        .map(VerificationKey::parse)
                        .toList(),
                present(sharedSecret, previousSharedSecret)
                        .map(SharedSecret::parse)
                        .toList());
    }

    /** Whether its maker has the keys of other credentials: these were made with them, or with those that followed. */
    boolean follows(PartnerCredentials other) {
        return (signingKey.equals(other.signingKey) && sharedSecret.equals(other.sharedSecret))
                || (other.signingKey.equals(previousSigningKey) && other.sharedSecret.equals(previousSharedSecret));
    }

    private static Stream<String> present(String now, @Nullable String before) {
        return before == null ? Stream.of(now) : Stream.of(now, before);
    }

    @Override
    public String toString() {
        return "PartnerCredentials[redacted]";
    }
}
