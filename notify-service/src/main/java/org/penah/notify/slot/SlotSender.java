package org.penah.notify.slot;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.penah.notify.acknowledgement.SlotAnswers;
import org.penah.notify.delivery.OpenAlert;
import org.penah.notify.egress.Egress;
import org.penah.notify.egress.Outcome;
import org.penah.notify.egress.Reply;
import org.penah.sealing.webhook.VerificationKey;

/** Takes a parcel to its partner, and keeps what came back. */
@ApplicationScoped
class SlotSender {

    private final Egress egress;
    private final Deliveries deliveries;
    private final SlotAnswers answers;
    private final Duration deadline;

    SlotSender(Egress egress, Deliveries deliveries, SlotAnswers answers, SlotConfig config) {
        this.egress = egress;
        this.deliveries = deliveries;
        this.answers = answers;
        // Over before the next beat is packed: a partner has one request at a time.
        this.deadline = config.length().multipliedBy(7).dividedBy(10);
    }

    /** Sends at once; the connection is closed when this ends, before anything is done with the answer. */
    Uni<Reply> send(SlotRequest request) {
        return egress.post(request.endpoint().target(), request.headers(), request.body(), SlotAnswers.BYTES, deadline);
    }

    /** How a beat ended: it was taken only if the partner has signed that. */
    Outcome outcome(SlotRequest request, Reply reply) {
        Outcome outcome = Outcome.of(reply);
        boolean isUnsigned = outcome.isAccepted()
                && !answers.isSigned(
                        request.endpoint().acknowledgementKey(), request.id(), reply.signature(), reply.body());
        return isUnsigned ? Outcome.without(Outcome.Kind.UNSIGNED) : outcome;
    }

    /** Keeps what was taken, and what the partner answers to what it was told before. */
    Uni<Void> keep(UUID partnerId, SlotRequest request, Reply reply) {
        VerificationKey key = request.endpoint().acknowledgementKey();
        List<OpenAlert> taken = request.told().stream().filter(OpenAlert::isNew).toList();
        deliveries.add(taken);
        return answers.keepTaken(key, taken.stream().map(SlotSender::taken).toList(), reply.signature(), reply.body())
                .chain(() -> answers.take(partnerId, key, reply.signature(), reply.body()));
    }

    private static SlotAnswers.Taken taken(OpenAlert told) {
        return new SlotAnswers.Taken(
                told.partnerAlertId(), told.message().seq(), told.message().type());
    }
}
