package org.penah.notify.slot;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.acknowledgement.SlotAnswers;
import org.penah.notify.alert.Alerts;
import org.penah.notify.alert.EachAlert;
import org.penah.notify.delivery.OpenAlert;
import org.penah.notify.egress.Egress;
import org.penah.notify.egress.Outcome;
import org.penah.notify.egress.Reply;
import org.penah.sealing.webhook.WebhookHeaders;

/** Takes a parcel to its partner, and keeps what came back. */
@ApplicationScoped
class SlotSender {

    private final Egress egress;
    private final Alerts alerts;
    private final SlotAnswers answers;
    private final EachAlert each;
    private final Duration deadline;

    SlotSender(Egress egress, Alerts alerts, SlotAnswers answers, EachAlert each, SlotConfig config) {
        this.egress = egress;
        this.alerts = alerts;
        this.answers = answers;
        this.each = each;
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
                        request.endpoint().acknowledgementKey(), request.id(), headers(reply), reply.body());
        return isUnsigned ? Outcome.without(Outcome.Kind.UNSIGNED) : outcome;
    }

    /** Keeps what was taken, and what the partner answers to what it was told before. */
    Uni<Void> keep(UUID partnerId, SlotRequest request, Reply reply) {
        return each.change(
                        request.told().stream().filter(OpenAlert::isNew).toList(), OpenAlert::alertId, this::delivered)
                .chain(() -> answers.take(partnerId, reply.body()));
    }

    private Uni<Void> delivered(Mutiny.Session session, OpenAlert told) {
        return alerts.delivered(
                session, told.alertId(), told.partnerAlertId(), told.message().seq(), Instant.MIN);
    }

    private static WebhookHeaders headers(Reply reply) {
        return new WebhookHeaders(
                reply.headers().get(WebhookHeaders.ID),
                reply.headers().get(WebhookHeaders.TIMESTAMP),
                reply.headers().get(WebhookHeaders.SIGNATURE));
    }
}
