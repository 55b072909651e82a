package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Takes what notify-service says of partners, in whatever order it comes. */
@ApplicationScoped
class PartnerChangedHandler implements EventHandler<PartnerChanged> {

    private final Partners partners;

    PartnerChangedHandler(Partners partners) {
        this.partners = partners;
    }

    @Override
    public String sender() {
        return "notify";
    }

    @Override
    public String type() {
        return "org.penah.partner.changed.v1";
    }

    @Override
    public Class<PartnerChanged> dataType() {
        return PartnerChanged.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, PartnerChanged changed) {
        return partners.note(session, changed);
    }
}
