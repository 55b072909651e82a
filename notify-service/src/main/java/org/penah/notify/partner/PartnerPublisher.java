package org.penah.notify.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.event.PartnerChanged;
import org.penah.outbox.Outbox;

/** Tells the desk how a partner stands, in the transaction that changed it, and never the same twice. */
@ApplicationScoped
class PartnerPublisher {

    private static final String TRIAGE = "triage";

    private final Outbox outbox;

    PartnerPublisher(Outbox outbox) {
        this.outbox = outbox;
    }

    Uni<Void> tell(Mutiny.Session session, Partner partner) {
        String now = partner.described(1).toString();
        if (now.equals(partner.told)) {
            return Uni.createFrom().voidItem();
        }
        partner.told = now;
        partner.revision++;
        return outbox.append(session, TRIAGE, PartnerChanged.TYPE, partner.described(partner.revision));
    }
}
