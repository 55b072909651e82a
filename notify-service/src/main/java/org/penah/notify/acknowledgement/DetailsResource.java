package org.penah.notify.acknowledgement;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.penah.notify.alert.DetailsDelivery;
import org.penah.notify.partner.AlertIds;
import org.penah.notify.problem.Problem;
import org.penah.sealing.webhook.WebhookHeaders;

/**
 * Serves details to the partner that they were sealed to. What was fetched before, taken back, somebody else's or never
 * there is answered alike, and a caller that cannot sign as the alert's partner learns not even that.
 *
 * <p>Partners also ask when there are none. All answers have one length and take one time, so that nobody on the line can tell
 * the two apart.
 */
@Path("/partner/details")
class DetailsResource {

    private static final Logger LOG = Logger.getLogger(DetailsResource.class);

    /** The length of every age file of details. */
    private static final int BYTES = 9851;

    /** So many answers wait at once, each with its bytes: anybody may ask. */
    static final int WAITING = 256;

    private final DetailsDelivery detailsDelivery;
    private final PartnerSignature signature;
    private final Duration after;
    private final Places places;
    private final ScheduledThreadPoolExecutor clockwork = new ScheduledThreadPoolExecutor(1, task -> {
        Thread thread = new Thread(task, "answer");
        thread.setDaemon(true);
        return thread;
    });

    DetailsResource(DetailsDelivery detailsDelivery, PartnerSignature signature, AlertIds ids, DetailsConfig config) {
        this.places = new Places(ids, WAITING);
        this.detailsDelivery = detailsDelivery;
        this.signature = signature;
        this.after = config.after();
        // An answer whose caller has hung up goes at once, with its bytes.
        clockwork.setRemoveOnCancelPolicy(true);
    }

    @PreDestroy
    void stop() {
        clockwork.shutdownNow();
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
        Optional<Request> asked = AnswerJson.read(body, Request.class)
                .filter(request -> request.id() != null && request.handOver() != null);
        Runnable leave = places.take(asked.map(Request::id).orElse(null));
        if (leave == null) {
            return Uni.createFrom().item(DetailsResource::notNow);
        }
        long begun = System.nanoTime();
        return answer(new WebhookHeaders(id, timestamp, signed), id, body, asked)
                .onFailure()
                .recoverWithItem(fault -> {
                    LOG.errorf(
                            "details cannot be looked up: %s", fault.getClass().getName());
                    return notNow();
                })
                .map(DetailsResource::padded)
                .chain(response -> at(begun + after.toNanos(), response))
                .onTermination()
                .invoke(leave);
    }

    private static Response notNow() {
        return Problem.response(503, "it cannot be looked up now");
    }

    /** To the nanosecond: Mutiny's delays and Vert.x's timers are cut to a millisecond, so what the lookup took would show. */
    Uni<Response> at(long moment, Response response) {
        return Uni.createFrom().emitter(emitter -> {
            ScheduledFuture<?> leaving = clockwork.schedule(
                    () -> emitter.complete(response), moment - System.nanoTime(), TimeUnit.NANOSECONDS);
            emitter.onTermination(() -> leaving.cancel(false));
        });
    }

    /** How many answers wait for their moment. */
    int waiting() {
        return clockwork.getQueue().size();
    }

    private Uni<Response> answer(WebhookHeaders headers, @Nullable String id, byte[] body, Optional<Request> asked) {
        return asked.map(request -> signature.admit(
                        request.id(),
                        headers,
                        body,
                        (session, whole) -> give(session, request, Objects.requireNonNull(id))))
                .orElseGet(() -> Uni.createFrom().item(Problem.response(400, "this is not a request for details")));
    }

    /**
     * A refusal gets the length of details: what its status line has more, its body has less. It gets their type too: the writer of
     * another is found later, by 40 µs.
     */
    private static Response padded(Response response) {
        if (response.getEntity() instanceof Problem problem) {
            byte[] json = AnswerJson.write(problem);
            int longer = problem.title().length()
                    - Response.Status.OK.getReasonPhrase().length();
            byte[] body = Arrays.copyOf(json, BYTES - longer);
            Arrays.fill(body, json.length, body.length, (byte) ' ');
            return noStore(Response.fromResponse(response)
                    .type(MediaType.APPLICATION_OCTET_STREAM)
                    .entity(body));
        }
        return noStore(Response.fromResponse(response));
    }

    private static Response noStore(Response.ResponseBuilder response) {
        return response.header(HttpHeaders.CACHE_CONTROL, "no-store").build();
    }

    private Uni<Response> give(Mutiny.Session session, Request request, String id) {
        return detailsDelivery
                .fetch(session, request.id(), request.handOver(), id)
                .map(found -> found.map(bytes -> Response.ok(bytes, MediaType.APPLICATION_OCTET_STREAM)
                                .build())
                        .orElseGet(() -> Problem.response(410, "there are no such details, or no more")));
    }
}
