package org.penah.notify.acknowledgement;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.Alerts;
import org.penah.notify.alert.Answer;
import org.penah.notify.problem.Problem;
import org.penah.sealing.webhook.WebhookHeaders;

/** Takes the answers of partners. A caller that cannot sign as the alert's partner learns nothing, not even that it exists. */
@Path("/partner/acknowledgements")
class AcknowledgementResource {

    private final Alerts alerts;
    private final Evidence evidence;
    private final PartnerSignature signature;

    AcknowledgementResource(Alerts alerts, Evidence evidence, PartnerSignature signature) {
        this.alerts = alerts;
        this.evidence = evidence;
        this.signature = signature;
    }

    /** Open to all, for it is the signature that decides. A repeat is answered as the first was. */
    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> acknowledge(
            @HeaderParam(WebhookHeaders.ID) @Nullable String id,
            @HeaderParam(WebhookHeaders.TIMESTAMP) @Nullable String timestamp,
            @HeaderParam(WebhookHeaders.SIGNATURE) @Nullable String signed,
            byte[] body) {
        WebhookHeaders headers = new WebhookHeaders(id, timestamp, signed);
        return AnswerJson.read(body)
                .map(answer ->
                        signature.admit(answer.id(), headers, body, (session, whole) -> keep(session, answer, whole)))
                .orElseGet(() -> Uni.createFrom().item(Problem.response(400, "this is not an answer")));
    }

    private Uni<Response> keep(Mutiny.Session session, Answer answer, SignedAnswer signed) {
        return alerts.answer(session, answer)
                .call(kept -> kept
                        ? evidence.keep(session, answer, signed)
                        : Uni.createFrom().voidItem())
                .chain(kept -> kept
                        ? alerts.isUncounted(session, answer)
                                .map(uncounted ->
                                        Response.status(uncounted ? 202 : 204).build())
                        : Uni.createFrom().item(Problem.response(422, "no message of this number was sent")));
    }
}
