package org.penah.notify.acknowledgement;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.alert.Alerts;
import org.penah.notify.alert.Answer;
import org.penah.sealing.webhook.WebhookHeaders;

/** Takes what a partner answers within a slot. */
@ApplicationScoped
public class SlotAnswers {

    /** How long an answer is, so that it does not tell whether there is one. */
    public static final int BYTES = 2048;

    private final Alerts alerts;
    private final PartnerSignature signature;
    private final Mutiny.SessionFactory sessions;

    SlotAnswers(Alerts alerts, PartnerSignature signature, Mutiny.SessionFactory sessions) {
        this.alerts = alerts;
        this.signature = signature;
        this.sessions = sessions;
    }

    /**
     * Keeps the answers, if they are signed by the partner as an answer to this very request; anything else is a server's
     * word that the beat arrived, and no more.
     */
    public Uni<Void> take(UUID partnerId, String requestId, WebhookHeaders headers, byte[] body) {
        List<Answer> said =
                body.length == BYTES && requestId.equals(headers.id()) ? AnswerJson.readAll(body) : List.of();
        if (said.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return sessions.withSession(session -> signature.isOf(session, partnerId, headers, body))
                .chain(isSigned ->
                        isSigned ? keep(partnerId, said) : Uni.createFrom().voidItem());
    }

    private Uni<Void> keep(UUID partnerId, List<Answer> said) {
        return Multi.createFrom()
                .iterable(said)
                .onItem()
                .transformToUniAndConcatenate(one ->
                        sessions.withTransaction(session -> alerts.partnerOf(session, one.id())
                                .chain(partner -> partnerId.equals(partner)
                                        ? alerts.answer(session, one)
                                        : Uni.createFrom().item(false))))
                .onItem()
                .ignoreAsUni();
    }
}
