package org.penah.notify.acknowledgement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.Alerts;
import org.penah.notify.partner.Partners;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookRefusedException;
import org.penah.sealing.webhook.WebhookVerifier;

/** Tells whether a partner signed what came. */
@ApplicationScoped
class PartnerSignature {

    // Verified against when there is no such alert, or its partner counts no more, so that the answer takes as long and
    // says the same.
    private static final VerificationKey NOBODY = SigningKey.generate().publicKey();

    private final Alerts alerts;
    private final Partners partners;
    private final Clock clock;

    PartnerSignature(Alerts alerts, Partners partners, Clock clock) {
        this.alerts = alerts;
        this.partners = partners;
        this.clock = clock;
    }

    /** Whether it was signed by the one partner that knows the alert by this id. */
    Uni<Boolean> isOfAlert(Mutiny.Session session, UUID alert, WebhookHeaders headers, byte[] body) {
        return alerts.partnerOf(session, alert).chain(partner -> isOf(session, partner, headers, body));
    }

    /** Whether this partner signed it; never, if there is none. */
    Uni<Boolean> isOf(Mutiny.Session session, @Nullable UUID partner, WebhookHeaders headers, byte[] body) {
        Uni<@Nullable VerificationKey> key =
                partner == null ? Uni.createFrom().nullItem() : partners.acknowledgementKey(session, partner);
        return key.map(known -> isGood(known == null ? NOBODY : known, headers, body));
    }

    private boolean isGood(VerificationKey key, WebhookHeaders headers, byte[] body) {
        try {
            new WebhookVerifier(List.of(key), List.of()).verify(headers, body, clock.instant());
            return true;
        } catch (WebhookRefusedException refused) {
            return false;
        }
    }
}
