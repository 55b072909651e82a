package org.penah.notify.acknowledgement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.Alerts;
import org.penah.notify.partner.AlertIds;
import org.penah.notify.partner.Partners;
import org.penah.notify.problem.Problem;
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

    // Anybody can ask, and the beats need connections too.
    private static final int PLACES = 8;

    private final Alerts alerts;
    private final Partners partners;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;
    private final Places places;

    PartnerSignature(Alerts alerts, Partners partners, AlertIds ids, Mutiny.SessionFactory sessions, Clock clock) {
        this.places = new Places(ids, PLACES);
        this.sessions = sessions;
        this.alerts = alerts;
        this.partners = partners;
        this.clock = clock;
    }

    /**
     * Answers, in one transaction, the one partner that knows the alert by this id; a problem to anybody else. What no
     * signature would make good costs no connection.
     */
    Uni<Response> admit(
            UUID alert,
            WebhookHeaders headers,
            byte[] body,
            BiFunction<Mutiny.Session, SignedAnswer, Uni<Response>> answer) {
        if (!isFresh(headers, body)) {
            return Uni.createFrom().item(() -> notGood());
        }
        Runnable leave = places.take(alert);
        if (leave == null) {
            return Uni.createFrom().item(() -> Problem.response(503, "there are too many requests at once"));
        }
        return sessions.withTransaction(session -> key(session, alert)
                        .chain(key -> isGood(key == null ? NOBODY : key, headers, body) && key != null
                                ? answer.apply(session, SignedAnswer.of(headers, body, key))
                                : Uni.createFrom().item(() -> notGood())))
                .onTermination()
                .invoke(leave);
    }

    private static Response notGood() {
        return Problem.response(401, "the signature is not good");
    }

    private boolean isFresh(WebhookHeaders headers, byte[] body) {
        try {
            WebhookVerifier.fresh(headers, body, clock.instant());
            return true;
        } catch (WebhookRefusedException refused) {
            return false;
        }
    }

    /** The key of the partner that knows the alert by this id; null if there is none, or it counts no more. */
    private Uni<@Nullable VerificationKey> key(Mutiny.Session session, UUID alert) {
        return alerts.partnerOf(session, alert)
                .chain(partner ->
                        partner == null ? Uni.createFrom().nullItem() : partners.acknowledgementKey(session, partner));
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
