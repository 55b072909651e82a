package org.penah.notify.edge;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Map;
import org.jboss.logging.Logger;
import org.penah.notify.content.AlertContent;
import org.penah.notify.content.LeakException;
import org.penah.notify.content.SealedBody;
import org.penah.notify.content.SignedRequest;
import org.penah.notify.delivery.Attempt;
import org.penah.notify.egress.Egress;
import org.penah.notify.egress.Outcome;
import org.penah.notify.egress.Reply;
import org.penah.notify.partner.Endpoint;
import org.penah.notify.partner.Partners;

/** Seals one message, signs it and takes it to the partner. */
@ApplicationScoped
class EdgeSender {

    /** Of an answer at the edge only the status and the headers are read. */
    private static final byte[] NOTHING = {};

    private static final Logger LOG = Logger.getLogger(EdgeSender.class);

    private final Partners partners;
    private final Egress egress;
    private final Pool pool;
    private final Clock clock;

    EdgeSender(Partners partners, Egress egress, Pool pool, Clock clock) {
        this.partners = partners;
        this.egress = egress;
        this.pool = pool;
        this.clock = clock;
    }

    /** Never fails: a fault is an outcome too, and the schedule continues. */
    Uni<Outcome> send(Attempt attempt) {
        return partners.endpoint(pool, attempt.partnerId())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(endpoint -> {
                    byte[] body = SealedBody.of(AlertContent.of(attempt, endpoint.name()), endpoint.recipient());
                    return egress.post(endpoint.target(), headers(attempt, endpoint, body), body)
                            .emitOn(Infrastructure.getDefaultWorkerPool())
                            .chain(reply -> outcome(attempt, endpoint, reply));
                })
                .onFailure()
                .recoverWithItem(EdgeSender::outcome);
    }

    /** A 2xx is a delivery only with the partner's signature over this message, once it has ever signed one. */
    private Uni<Outcome> outcome(Attempt attempt, Endpoint endpoint, Reply reply) {
        Outcome outcome = Outcome.of(reply, clock.instant());
        boolean isSigned = outcome.isAccepted()
                && Endpoint.isSigned(
                        endpoint.acknowledgementKey(),
                        attempt.messageId().toString(),
                        reply.signature(),
                        NOTHING,
                        clock.instant());
        if (outcome.isAccepted() && endpoint.signs() && !isSigned) {
            return Uni.createFrom().item(Outcome.without(Outcome.Kind.UNSIGNED));
        }
        return isSigned && !endpoint.signs()
                ? partners.keepThatSigns(
                                pool, attempt.partnerId(), endpoint.target().url())
                        .onFailure()
                        .recoverWithNull()
                        .replaceWith(outcome)
                : Uni.createFrom().item(outcome);
    }

    private Map<String, String> headers(Attempt attempt, Endpoint endpoint, byte[] body) {
        return SignedRequest.headers(endpoint.signer(), attempt.messageId().toString(), clock.instant(), body);
    }

    private static Outcome outcome(Throwable fault) {
        if (fault instanceof LeakException) {
            LOG.error("ALARM: an alert is held back: something in it may not leave");
            return Outcome.without(Outcome.Kind.WITHHELD);
        }
        Outcome outcome = Outcome.of(fault);
        if (outcome.kind() == Outcome.Kind.FAULT) {
            // Not the partner's doing. Its message might quote what it met.
            LOG.errorf("a delivery failed here: %s", fault.getClass().getName());
        }
        return outcome;
    }
}
