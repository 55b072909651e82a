package org.penah.notify.acknowledgement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jboss.logging.Logger;
import org.penah.notify.alert.Alerts;
import org.penah.notify.alert.Answer;
import org.penah.notify.alert.MessageType;
import org.penah.notify.partner.Endpoint;
import org.penah.notify.partner.Partners;
import org.penah.sealing.webhook.VerificationKey;
import org.penah.sealing.webhook.WebhookHeaders;

/** Takes what a partner answers within a slot. */
@ApplicationScoped
public class SlotAnswers {

    /** How long an answer is, so that it does not tell whether there is one. */
    public static final int BYTES = 2048;

    /**
     * A message that a partner's server took.
     *
     * @param partnerAlertId the alert's id, as the partner knows it
     */
    public record Taken(UUID partnerAlertId, int seq, MessageType type) {}

    private static final Logger LOG = Logger.getLogger(SlotAnswers.class);

    private final Alerts alerts;
    private final Evidence evidence;
    private final Partners partners;
    private final Mutiny.SessionFactory sessions;
    private final Clock clock;

    SlotAnswers(Alerts alerts, Evidence evidence, Partners partners, Mutiny.SessionFactory sessions, Clock clock) {
        this.alerts = alerts;
        this.evidence = evidence;
        this.partners = partners;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Whether the partner has signed this as its answer to that request; a server's 2xx alone is nobody's word. */
    public boolean isSigned(VerificationKey key, String requestId, WebhookHeaders headers, byte[] body) {
        return body.length == BYTES && Endpoint.isSigned(key, requestId, headers, body, clock.instant());
    }

    /** Keeps, of an answer that {@link #isSigned}, that it took these messages. */
    public Uni<Void> keepTaken(VerificationKey key, List<Taken> taken, WebhookHeaders headers, byte[] body) {
        return taken.isEmpty()
                ? Uni.createFrom().voidItem()
                : evidence.keep(taken, SignedAnswer.of(headers, body, key))
                        .onFailure()
                        .invoke(fault -> LOG.warnf(
                                "no evidence of a slot was kept: %s",
                                fault.getClass().getName()))
                        // It must not hold up an alert.
                        .onFailure()
                        .recoverWithNull();
    }

    /** Keeps the answers of a body that {@link #isSigned}. */
    public Uni<Void> take(UUID partnerId, VerificationKey key, WebhookHeaders headers, byte[] body) {
        return keep(partnerId, AnswerJson.readAll(body), SignedAnswer.of(headers, body, key));
    }

    private Uni<Void> keep(UUID partnerId, List<Answer> said, SignedAnswer signed) {
        return Multi.createFrom()
                .iterable(said)
                .onItem()
                .transformToUniAndConcatenate(
                        one -> sessions.withTransaction(session -> keep(session, partnerId, one, signed))
                                .onFailure()
                                .invoke(fault -> LOG.warnf(
                                        "an answer waits for the next slot: %s",
                                        fault.getClass().getName()))
                                // It comes again, and holds up no other.
                                .onFailure()
                                .recoverWithNull())
                .onItem()
                .ignoreAsUni();
    }

    /** Takes it if its partner has that alert and counts still: the desk may have ended it since its beat left. */
    private Uni<Boolean> keep(Mutiny.Session session, UUID partnerId, Answer answer, SignedAnswer signed) {
        return partners.acknowledgementKey(session, partnerId)
                .chain(key -> key == null ? Uni.createFrom().nullItem() : alerts.partnerOf(session, answer.id()))
                .chain(partner -> partnerId.equals(partner)
                        ? alerts.answer(session, answer)
                                .call(kept -> kept
                                        ? evidence.keep(session, answer, signed)
                                        : Uni.createFrom().voidItem())
                        : Uni.createFrom().item(false));
    }
}
