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
import org.penah.notify.delivery.Standing;
import org.penah.notify.egress.Egress;
import org.penah.notify.egress.Reply;
import org.penah.sealing.webhook.WebhookHeaders;

/** Takes a parcel to its partner, and keeps what came back. */
@ApplicationScoped
class Postman {

    private final Egress egress;
    private final Alerts alerts;
    private final SlotAnswers answers;
    private final EachAlert each;
    private final Duration deadline;

    Postman(Egress egress, Alerts alerts, SlotAnswers answers, EachAlert each, SlotConfig config) {
        this.egress = egress;
        this.alerts = alerts;
        this.answers = answers;
        this.each = each;
        // Over before the next beat is packed: a partner has one request at a time.
        this.deadline = config.length().multipliedBy(7).dividedBy(10);
    }

    /** Sends at once; the connection is closed when this ends, before anything is done with the answer. */
    Uni<Reply> send(Parcel parcel) {
        return egress.post(parcel.endpoint().target(), parcel.headers(), parcel.body(), SlotAnswers.BYTES, deadline);
    }

    /** Keeps what was taken, and what the partner answers to what it was told before. */
    Uni<Void> keep(UUID partnerId, Parcel parcel, Reply reply) {
        return each.change(
                        parcel.told().stream().filter(Standing::isNew).toList(), Standing::alertId, this::delivered)
                .chain(() -> answers.take(partnerId, parcel.id(), headers(reply), reply.body()));
    }

    private Uni<Void> delivered(Mutiny.Session session, Standing told) {
        return alerts.delivered(
                session, told.alertId(), told.noticeId(), told.message().seq(), Instant.MIN);
    }

    private static WebhookHeaders headers(Reply reply) {
        return new WebhookHeaders(
                reply.headers().get(WebhookHeaders.ID),
                reply.headers().get(WebhookHeaders.TIMESTAMP),
                reply.headers().get(WebhookHeaders.SIGNATURE));
    }
}
