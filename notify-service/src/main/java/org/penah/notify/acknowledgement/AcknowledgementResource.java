package org.penah.notify.acknowledgement;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.Alerts;
import org.penah.notify.alert.Answer;
import org.penah.notify.partner.Partners;
import org.penah.notify.problem.Problem;
import org.penah.sealing.webhook.SigningKey;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;
import org.penah.sealing.webhook.WebhookRefusedException;
import org.penah.sealing.webhook.WebhookVerifier;

/** Where partners answer. Whoever cannot sign as the alert's partner learns nothing, not even that it exists. */
@Path("/partner/acknowledgements")
class AcknowledgementResource {

    // Verified against when there is no such alert, so that the answer takes as long and says the same.
    private static final VerificationKey NOBODY = SigningKey.generate().publicKey();

    private final Alerts alerts;
    private final Partners partners;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    AcknowledgementResource(Alerts alerts, Partners partners, Mutiny.SessionFactory sessions, Clock clock) {
        this.alerts = alerts;
        this.partners = partners;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Open to all, for it is the signature that decides. A repeat is answered as the first was. */
    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> acknowledge(
            @HeaderParam(WebhookHeaders.ID) @Nullable String id,
            @HeaderParam(WebhookHeaders.TIMESTAMP) @Nullable String timestamp,
            @HeaderParam(WebhookHeaders.SIGNATURE) @Nullable String signature,
            byte[] body) {
        WebhookHeaders headers = new WebhookHeaders(id, timestamp, signature);
        return AnswerJson.read(body)
                .map(answer -> sessions.withTransaction(session -> key(session, answer.id())
                        .chain(key -> isSigned(key, headers, body)
                                ? keep(session, answer)
                                : Uni.createFrom().item(() -> Problem.response(401, "the signature is not good")))))
                .orElseGet(() -> Uni.createFrom().item(Problem.response(400, "this is not an answer")));
    }

    private Uni<VerificationKey> key(Mutiny.Session session, UUID alert) {
        return alerts.partnerOf(session, alert)
                .chain(partner -> partner == null
                        ? Uni.createFrom().item(NOBODY)
                        : partners.acknowledgementKey(session, partner));
    }

    private boolean isSigned(VerificationKey key, WebhookHeaders headers, byte[] body) {
        try {
            new WebhookVerifier(List.of(key), List.of()).verify(headers, body, clock.instant());
            return true;
        } catch (WebhookRefusedException refused) {
            return false;
        }
    }

    private Uni<Response> keep(Mutiny.Session session, Answer answer) {
        return alerts.answer(session, answer)
                .map(kept -> kept
                        ? Response.noContent().build()
                        : Problem.response(422, "no message of this number was sent"));
    }
}
