package org.penah.notify.alert;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.notify.event.PartnerDecided;
import org.penah.notify.partner.Partners;
import org.penah.outbox.EventHandler;

/** Applies what the desk decides about partners; alerts of a partner that is ended are offered to others. */
@ApplicationScoped
class PartnerDecidedHandler implements EventHandler<PartnerDecided> {

    private final Partners partners;
    private final Alerts alerts;

    PartnerDecidedHandler(Partners partners, Alerts alerts) {
        this.partners = partners;
        this.alerts = alerts;
    }

    @Override
    public String sender() {
        return "triage";
    }

    @Override
    public String type() {
        return PartnerDecided.TYPE;
    }

    @Override
    public Class<PartnerDecided> dataType() {
        return PartnerDecided.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, PartnerDecided decided) {
        return partners.follow(session, decided)
                .chain(ended -> ended == null ? Uni.createFrom().voidItem() : alerts.end(session, ended));
    }
}
