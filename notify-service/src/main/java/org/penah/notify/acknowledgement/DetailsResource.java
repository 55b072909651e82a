package org.penah.notify.acknowledgement;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.DetailsDelivery;
import org.penah.notify.problem.Problem;
import org.penah.sealing.webhook.WebhookHeaders;

/**
 * Where partners fetch details. What was fetched before, taken back, somebody else's or never there is answered alike, and
 * a caller that cannot sign as the alert's partner learns not even that.
 */
@Path("/partner/details")
class DetailsResource {

    private final DetailsDelivery detailsDelivery;
    private final PartnerSignature signature;

    DetailsResource(DetailsDelivery detailsDelivery, PartnerSignature signature) {
        this.detailsDelivery = detailsDelivery;
        this.signature = signature;
    }

    /**
     * What is asked for.
     *
     * @param id the alert's, as this partner knows it
     * @param handOver as the alert names it
     */
    record Request(UUID id, UUID handOver) {}

    /** Open to all, for it is the signature that decides. */
    @POST
    @PermitAll
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Response> fetch(
            @HeaderParam(WebhookHeaders.ID) @Nullable String id,
            @HeaderParam(WebhookHeaders.TIMESTAMP) @Nullable String timestamp,
            @HeaderParam(WebhookHeaders.SIGNATURE) @Nullable String signed,
            byte[] body) {
        WebhookHeaders headers = new WebhookHeaders(id, timestamp, signed);
        return AnswerJson.read(body, Request.class)
                .filter(request -> request.id() != null && request.handOver() != null)
                .map(request -> signature.admit(
                        request.id(),
                        headers,
                        body,
                        (session, whole) -> give(session, request, Objects.requireNonNull(id))))
                .orElseGet(() -> Uni.createFrom().item(Problem.response(400, "this is not a request for details")));
    }

    private Uni<Response> give(Mutiny.Session session, Request request, String id) {
        return detailsDelivery
                .fetch(session, request.id(), request.handOver(), id)
                .map(found -> found.map(bytes -> Response.ok(bytes, MediaType.APPLICATION_OCTET_STREAM)
                                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                                .build())
                        .orElseGet(() -> Problem.response(410, "there are no such details, or no more")));
    }
}
