package org.penah.notify.partner;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.penah.sealing.age.HybridIdentity;
import org.penah.sealing.webhook.SharedSecret;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookMessage;
import org.penah.sealing.webhook.WebhookRefusedException;
import org.penah.sealing.webhook.WebhookVerifier;

/** A change of our keys, as a partner sees it that takes over the new ones early, late, or too late. */
class OurKeysTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:02:30Z");
    private static final byte[] BODY = "body".getBytes(US_ASCII);
    private static final String RECIPIENT =
            HybridIdentity.generate().recipient().toString();
    private static final String ANSWERS = SigningKey.generate().publicKey().toString();

    private final OurKeys keys = new OurKeys(new KeyWrap(new WrappingSecret("0123456789abcdef01234567")));
    private final Partner partner = new Partner();

    @BeforeEach
    void begin() {
        partner.id = UUID.randomUUID();
        keys.begin(partner);
    }

    @Test
    void old_and_new_both_sign_until_the_overlap_is_over() {
        // Given
        VerificationKey old = keys.signingKeys(partner).get(0).publicKey();
        SharedSecret oldSecret = keys.sharedSecrets(partner).get(0);

        // When
        keys.follow(partner, profile(2, null));

        // Then
        VerificationKey current = keys.signingKeys(partner).get(1).publicKey();
        SharedSecret currentSecret = keys.sharedSecrets(partner).get(1);
        assertThat(signed().signature()).matches("v1a,\\S+ v1a,\\S+ v1,\\S+ v1,\\S+");
        assertThat(isBelieved(old, oldSecret)).isTrue();
        assertThat(isBelieved(current, currentSecret)).isTrue();

        // When
        keys.follow(partner, profile(2, false));

        // Then
        assertThat(signed().signature()).matches("v1a,\\S+ v1,\\S+");
        assertThat(isBelieved(old, oldSecret)).isFalse();
        assertThat(isBelieved(current, currentSecret)).isTrue();
    }

    @Test
    void a_profile_that_is_read_again_at_each_start_changes_nothing() {
        // Given
        keys.follow(partner, profile(2, null));
        byte[] sealed = partner.sealedSigningSeed;

        // When
        keys.follow(partner, profile(2, null));
        keys.follow(partner, profile(1, null));

        // Then
        assertThat(partner.sealedSigningSeed).isSameAs(sealed);
        assertThat(keys.signingKeys(partner)).hasSize(2);
    }

    private WebhookHeaders signed() {
        return keys.signer(partner).sign(new WebhookMessage("id", NOW, BODY));
    }

    private boolean isBelieved(VerificationKey key, SharedSecret secret) {
        try {
            new WebhookVerifier(List.of(key), List.of(secret)).verify(signed(), BODY, NOW);
            return true;
        } catch (WebhookRefusedException refused) {
            return false;
        }
    }

    private static PartnerProfile profile(int keys, Boolean overlap) {
        return new PartnerProfile(
                "safe-house",
                URI.create("https://partner.example/"),
                RECIPIENT,
                ANSWERS,
                true,
                Channel.SLOTS,
                1,
                null,
                null,
                keys,
                overlap,
                null,
                null,
                null,
                null);
    }
}
