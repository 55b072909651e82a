package org.penah.notify.slot;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.acknowledgement.SlotAnswers;
import org.penah.notify.alert.Alerts;
import org.penah.notify.alert.Standing;
import org.penah.notify.egress.Egress;
import org.penah.notify.egress.Reply;
import org.penah.sealing.webhook.WebhookHeaders;

/** Takes a parcel to its partner, and keeps what came back. */
@ApplicationScoped
class Postman {

    private final Egress egress;
    private final Alerts alerts;
    private final SlotAnswers answers;
    private final Mutiny.SessionFactory sessions;
    private final Duration deadline;

    Postman(Egress egress, Alerts alerts, SlotAnswers answers, Mutiny.SessionFactory sessions, SlotConfig config) {
        this.egress = egress;
        this.alerts = alerts;
        this.answers = answers;
        this.sessions = sessions;
        // Over before the next beat is packed: a partner has one request at a time.
        this.deadline = config.length().multipliedBy(7).dividedBy(10);
    }

    /** Sends at once; the connection is closed when this ends, before anything is done with the answer. */
    Uni<Reply> send(Parcel parcel) {
        return egress.post(parcel.endpoint().target(), parcel.headers(), parcel.body(), SlotAnswers.BYTES, deadline);
    }

    /** Keeps what was taken, and what the partner answers to what it was told before. */
    Uni<Void> keep(UUID partnerId, Parcel parcel, Reply reply) {
        return Multi.createFrom()
                .iterable(parcel.told())
                .filter(Standing::isNew)
                .onItem()
                .transformToUniAndConcatenate(
                        told -> sessions.withTransaction(session -> alerts.delivered(session, told)))
                .onItem()
                .ignoreAsUni()
                .chain(() -> answers.take(partnerId, parcel.id(), headers(reply), reply.body()));
    }

    private static WebhookHeaders headers(Reply reply) {
        return new WebhookHeaders(
                reply.headers().get(WebhookHeaders.ID),
                reply.headers().get(WebhookHeaders.TIMESTAMP),
                reply.headers().get(WebhookHeaders.SIGNATURE));
    }
}
