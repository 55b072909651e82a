package org.penah.triage.partner;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.hibernate.reactive.mutiny.Mutiny;
import org.penah.outbox.EventHandler;

/** Takes what notify-service says of its canary, in whatever order it comes. */
@ApplicationScoped
class CanaryChangedHandler implements EventHandler<CanaryChanged> {

    private final Partners partners;

    CanaryChangedHandler(Partners partners) {
        this.partners = partners;
    }

    @Override
    public String sender() {
        return "notify";
    }

    @Override
    public String type() {
        return "org.penah.canary.changed.v1";
    }

    @Override
    public Class<CanaryChanged> dataType() {
        return CanaryChanged.class;
    }

    @Override
    public Uni<Void> handle(Mutiny.Session session, CanaryChanged changed) {
        return partners.note(session, changed);
    }
}
